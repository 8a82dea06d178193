// Charts of the dashboards: each canvas names the address of its data; the page has the same numbers in a table.
"use strict";

// The same thing has the same colour on every page; safe for the colour-blind (Okabe and Ito).
const SERIES_COLOURS = {
  "documents.incoming": "#0072b2",
  "documents.outgoing": "#d55e00",
  "documents.outgoing_signed": "#007d5b",
};

function drawChart(canvas, data) {
  const number = new Intl.NumberFormat("vi-VN");
  return new Chart(canvas, {
    type: "bar",
    data: {
      labels: data.months,
      datasets: data.series.map((series) => ({
        label: series.label,
        data: series.values,
        backgroundColor: SERIES_COLOURS[series.key] || "#5b564e",
        maxBarThickness: 40,
      })),
    },
    options: {
      locale: "vi-VN",
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { grid: { display: false } },
        y: { beginAtZero: true, ticks: { precision: 0, callback: (value) => number.format(value) } },
      },
      plugins: {
        legend: { position: "bottom", align: "start", labels: { boxWidth: 14 } },
        tooltip: {
          callbacks: {
            label: (item) => `${item.dataset.label}: ${item.raw === null ? "–" : number.format(item.raw)}`,
          },
        },
      },
    },
  });
}

async function loadChart(canvas) {
  const figure = canvas.closest("figure");
  try {
    const answer = await fetch(canvas.dataset.chart, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    drawChart(canvas, await answer.json());
    canvas.dataset.drawn = "1";
  } catch {
    canvas.parentElement.hidden = true;
    figure.querySelector(".chart-trouble").hidden = false;
  }
}

for (const canvas of document.querySelectorAll("canvas[data-chart]")) loadChart(canvas);

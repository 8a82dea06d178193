// Charts: each is drawn from its JSON when it comes near the screen; the page has the same numbers in a table.
// Colours of the series stand in css/charts.css under the names that the data give; here are the shapes of the same
// names, so that colour never speaks alone.
"use strict";

const SHAPES = {
  incoming: { point: "circle", pattern: "plain" },
  outgoing: { point: "rectRot", pattern: "slash" },
  signed: { point: "triangle", pattern: "dots" },
  direct: { point: "circle", pattern: "plain" },
  online: { point: "rect", pattern: "slash" },
  postal: { point: "triangle", pattern: "dots" },
  "on-time": { point: "circle", dash: [2, 3] },
  desktops: { point: "circle", pattern: "plain" },
  laptops: { point: "rectRot", pattern: "slash" },
  computers: { point: "circle" },
  lan: { point: "rectRot", dash: [10, 3] },
  protected: { point: "triangle", dash: [2, 3] },
  "in-life": { point: "rect", dash: [10, 3, 2, 3] },
  staff: { point: "circle", pattern: "plain" },
  fluent: { point: "rectRot", pattern: "slash" },
  skilled: { point: "triangle", dash: [2, 3] },
  received: { point: "circle", pattern: "plain" },
  before: { point: "rect", pattern: "slash", dash: [2, 3] },
  early: { point: "circle", pattern: "plain" },
  "in-time": { point: "rect", pattern: "dots" },
  late: { point: "triangle", pattern: "slash" },
  "level-two": { point: "circle", pattern: "plain" },
  "level-three": { point: "rect", pattern: "slash" },
  "level-four": { point: "triangle", pattern: "dots" },
};
const PATIENCE = 30000;
const TARGET_DASH = [7, 5];

const drawn = new Map();
const scripts = new Map();

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#1d1b18";
}

const colourOf = (series) => css(`--series-${series.colour}`);

function textOf(value, isShare, data) {
  if (value === null) return data.words.none;
  const digits = isShare ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : {};
  return new Intl.NumberFormat(data.locale, digits).format(value) + (isShare ? "\u00a0%" : "");
}

// Bars of one colour differ by what is drawn over them too.
function fillOf(series) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.fillStyle = colourOf(series);
  pen.fillRect(0, 0, 8, 8);
  const pattern = SHAPES[series.colour]?.pattern;
  if (pattern !== "slash" && pattern !== "dots") return pen.fillStyle;
  pen.fillStyle = pen.strokeStyle = "rgba(255, 255, 255, .55)";
  if (pattern === "dots") pen.fillRect(3, 3, 2, 2);
  if (pattern === "slash") {
    pen.lineWidth = 1.5;
    for (const start of [-4, 4, 12]) {
      pen.moveTo(start, 0);
      pen.lineTo(start - 8, 8);
    }
    pen.stroke();
  }
  return pen.createPattern(tile, "repeat");
}

function barOf(series) {
  return { backgroundColor: fillOf(series), borderColor: css("--soft"), borderWidth: 1, maxBarThickness: 40 };
}

function lineOf(series) {
  const colour = colourOf(series);
  const { point = "circle", dash = [] } = SHAPES[series.colour] ?? {};
  return {
    borderColor: colour,
    backgroundColor: colour,
    borderDash: dash,
    borderWidth: 2.5,
    pointStyle: point,
    pointRadius: 4.5,
    pointHoverRadius: 7,
    spanGaps: false,
  };
}

function datasets(data) {
  const shape = data.form === "lines" ? lineOf : barOf;
  const found = data.series.map((series) => ({
    label: series.label,
    data: series.values,
    isShare: series.is_share,
    ...shape(series),
  }));
  for (const target of data.targets) {
    const series = data.series.find((one) => one.key === target.key);
    found.push({
      type: "line",
      label: target.label,
      data: data.months.map(() => target.value),
      isShare: series.is_share,
      isTarget: true,
      text: capital(target.label),
      borderColor: colourOf(series),
      backgroundColor: colourOf(series),
      borderDash: TARGET_DASH,
      showLine: false,
      pointStyle: "line",
      pointRadius: 0,
      pointHoverRadius: 0,
    });
  }
  return found;
}

// Where the law changed what is counted, a line stands between the months before and after.
const breakLines = {
  id: "breakLines",
  afterDatasetsDraw(chart, _args, options) {
    const { ctx, chartArea: area, scales } = chart;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = css("--ink");
    ctx.lineWidth = 1.5;
    ctx.setLineDash([3, 3]);
    ctx.textAlign = "center";
    for (const place of options.places ?? []) {
      const here = scales.x.getPixelForValue(place);
      const before = place > 0 ? scales.x.getPixelForValue(place - 1) : 2 * area.left - here;
      const middle = Math.round((here + before) / 2) + 0.5;
      ctx.beginPath();
      ctx.moveTo(middle, area.top);
      ctx.lineTo(middle, area.bottom);
      ctx.stroke();
      ctx.fillText("◆", middle, area.top + 4);
    }
    ctx.restore();
  },
};

// A target is a line from edge to edge, even over a single month, with its words where they hide nothing.
const targetLines = {
  id: "targetLines",
  afterDatasetsDraw(chart) {
    const { ctx, chartArea: area, scales } = chart;
    ctx.save();
    ctx.font = `600 ${Chart.defaults.font.size}px ${Chart.defaults.font.family}`;
    ctx.textBaseline = "middle";
    const taken = [];
    for (const target of chart.data.datasets.filter((one) => one.isTarget)) {
      const height = Math.round(scales.y.getPixelForValue(target.data[0])) + 0.5;
      ctx.strokeStyle = ctx.fillStyle = target.borderColor;
      ctx.lineWidth = 1.5;
      ctx.setLineDash(TARGET_DASH);
      ctx.beginPath();
      ctx.moveTo(area.left, height);
      ctx.lineTo(area.right, height);
      ctx.stroke();
      ctx.setLineDash([]);
      const wide = ctx.measureText(target.text).width;
      const place = freePlace(chart, height, wide, taken);
      taken.push({ x: place[0] + wide / 2, y: place[1] });
      ctx.strokeStyle = css("--sheet");
      ctx.lineWidth = 4;
      ctx.strokeText(target.text, ...place);
      ctx.fillText(target.text, ...place);
    }
    ctx.restore();
  },
};

function freePlace(chart, height, wide, taken) {
  const { left, right, bottom } = chart.chartArea;
  const drawnThere = chart.getSortedVisibleDatasetMetas().flatMap((meta) =>
    meta._dataset.isTarget ? [] : meta.data.flatMap((point, place) => [point, halfway(point, meta.data[place + 1])]),
  );
  const points = [...taken, ...drawnThere];
  const isFree = ([x, y]) =>
    points.every((one) => !one || one.skip || one.x < x - 8 || one.x > x + wide + 8 || Math.abs(one.y - y) > 16);
  const places = [height - 12, height + 12, height + 30]
    .filter((y) => y < bottom - 8)
    .flatMap((y) => [right - wide - 4, left + 4, (left + right - wide) / 2].map((x) => [x, y]));
  return places.find(isFree) ?? places[0];
}

function halfway(one, next) {
  return next && { x: (one.x + next.x) / 2, y: (one.y + next.y) / 2, skip: one.skip || next.skip };
}

function scales(data) {
  const isShare = data.series[0].is_share;
  const isStacked = data.form === "stacked";
  const number = new Intl.NumberFormat(data.locale);
  return {
    x: { stacked: isStacked, offset: true, grid: { display: false }, ticks: { font: smaller } },
    y: {
      stacked: isStacked,
      // Bars are lengths and stand on zero; what is measured against a target is shown with its whole distance.
      beginAtZero: data.form !== "lines" || data.targets.length > 0,
      suggestedMax: isShare && data.targets.length ? 100 : undefined,
      grace: data.form === "lines" && !data.targets.length ? "10%" : 0,
      ticks: { precision: isShare ? undefined : 0, callback: (value) => number.format(value) + (isShare ? " %" : "") },
    },
  };
}

// A legend has one line for a name: on a narrow screen in smaller letters, and shortened as a last resort.
function legendItems(chart) {
  const font = `${smaller({ chart }).size}px ${Chart.defaults.font.family}`;
  return Chart.defaults.plugins.legend.labels.generateLabels(chart).map((item) => {
    const [line, ...rest] = wrapped(chart.ctx, item.text, font, chart.width - 34);
    return { ...item, text: rest.length ? `${line.text} …` : line.text };
  });
}

const smaller = ({ chart }) => ({ size: chart.width < 400 ? 11 : 12 });

function monthOf(data, place) {
  const marks = [
    data.provisional_months[place] && data.words.provisional,
    data.estimated_months[place] && data.words.estimate,
    ...data.events.filter((event) => event.month === data.months[place]).map((event) => event.sentence),
  ].filter(Boolean);
  return marks.length ? `${data.months[place]} (${marks.join("; ")})` : data.months[place];
}

function settings(data, more) {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 13;
  Chart.defaults.color = css("--ink");
  return {
    type: data.form === "lines" ? "line" : "bar",
    data: { labels: data.months, datasets: datasets(data) },
    plugins: [targetLines, breakLines],
    options: {
      locale: data.locale,
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: "index", intersect: false },
      // The words of a target at the upper end stand above the plot.
      layout: { padding: { top: data.targets.length ? 20 : 6 } },
      scales: scales(data),
      plugins: {
        breakLines: { places: data.events.filter((one) => one.is_break).map((one) => data.months.indexOf(one.month)) },
        legend: {
          position: "bottom",
          align: "start",
          labels: {
            usePointStyle: data.form === "lines",
            font: smaller,
            boxWidth: 16,
            boxHeight: data.form === "lines" ? 8 : 12,
            filter: (item, all) => !all.datasets[item.datasetIndex].isTarget,
            generateLabels: legendItems,
          },
        },
        tooltip: {
          usePointStyle: true,
          bodyFont: smaller,
          callbacks: {
            title: (items) => monthOf(data, items[0].dataIndex),
            label: (item) => broken(item.chart, said(item.dataset, item.raw, data)),
          },
        },
      },
      ...more,
    },
  };
}

function broken(chart, text) {
  const font = `${smaller({ chart }).size}px ${Chart.defaults.font.family}`;
  return wrapped(chart.ctx, text, font, chart.width - 70).map((line) => line.text);
}

function said(set, value, data) {
  return set.isTarget ? set.text : `${set.label}: ${textOf(value, set.isShare, data)}`;
}

// Reading by keyboard: the month under the arrow lights up and is told.
function lightUp(plot, chart, data, place) {
  const isOn = place !== null;
  const active = isOn ? chart.data.datasets.map((_set, index) => ({ datasetIndex: index, index: place })) : [];
  chart.setActiveElements(active);
  chart.tooltip.setActiveElements(active, { x: 0, y: 0 });
  chart.update("none");
  const lines = isOn ? chart.data.datasets.map((set) => said(set, set.data[place], data)) : [];
  plot.querySelector(".plot-reading").textContent = isOn ? `${monthOf(data, place)}: ${lines.join("; ")}` : "";
}

function readByKeyboard(plot, chart, data) {
  const area = plot.querySelector("[data-plot-area]");
  const last = data.months.length - 1;
  let place = null;
  const steps = {
    ArrowRight: () => (place === null ? 0 : Math.min(place + 1, last)),
    ArrowLeft: () => (place === null ? last : Math.max(place - 1, 0)),
    Home: () => 0,
    End: () => last,
    Escape: () => null,
  };
  area.tabIndex = 0;
  area.setAttribute("role", "application");
  area.addEventListener("keydown", (event) => {
    if (!steps[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    place = steps[event.key]();
    lightUp(plot, chart, data, place);
  });
  area.addEventListener("blur", () => {
    if (place !== null) lightUp(plot, chart, data, (place = null));
  });
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const sentence = (text) => `${capital(text)}.`;

function wrapped(pen, text, font, wide) {
  const lines = [];
  let line = "";
  pen.save();
  pen.font = font;
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > wide) {
      lines.push({ font, text: line });
      line = word;
    } else line = longer;
  }
  pen.restore();
  return [...lines, { font, text: line }];
}

function offerPicture(plot, data) {
  const button = plot.querySelector("[data-plot-picture]");
  button.disabled = false;
  button.addEventListener("click", async () => {
    await load(plot.dataset.picture);
    pictureOf(data).toBlob((file) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = `${data.filename}.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE);
    }, "image/png");
  });
}

// A script is fetched once, and again only if it did not come.
function load(address) {
  if (!scripts.has(address)) {
    const coming = new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = () => {
        scripts.delete(address);
        script.remove();
        failed(new Error(address));
      };
      document.head.append(script);
    });
    scripts.set(address, coming);
  }
  return scripts.get(address);
}

async function fetchData(address) {
  const hurry = new AbortController();
  const timer = setTimeout(() => hurry.abort(), PATIENCE);
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(address, { headers, credentials: "same-origin", signal: hurry.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return await answer.json();
  } finally {
    clearTimeout(timer);
  }
}

async function draw(plot) {
  const area = plot.querySelector("[data-plot-area]");
  try {
    const [data] = await Promise.all([fetchData(plot.dataset.plot), load(plot.dataset.library)]);
    const chart = new Chart(area.querySelector("canvas"), settings(data));
    readByKeyboard(plot, chart, data);
    offerPicture(plot, data);
    area.dataset.drawn = "1";
  } catch {
    area.hidden = true;
    plot.querySelector(".plot-trouble").hidden = false;
    plot.querySelector(".plot-table").open = true;
  }
}

// One drawing a chart, however often it is asked for.
function drawOnce(plot) {
  if (!drawn.has(plot)) drawn.set(plot, draw(plot));
  return drawn.get(plot);
}

const plots = [...document.querySelectorAll("[data-plot]")];
const nearing = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      nearing.unobserve(entry.target);
      drawOnce(entry.target);
    }
  },
  { rootMargin: "300px" },
);
plots.forEach((plot) => nearing.observe(plot));

// Paper shows every chart: the button of the page waits for those that were not drawn yet.
document.addEventListener(
  "click",
  async (event) => {
    if (!event.target.closest("[data-print]") || plots.every((plot) => drawn.has(plot))) return;
    event.stopPropagation();
    await Promise.all(plots.map(drawOnce));
    window.print();
  },
  { capture: true },
);

const eachChart = (act) => plots.map((plot) => window.Chart?.getChart(plot.querySelector("canvas"))).filter(Boolean).forEach(act);
window.addEventListener("beforeprint", () => {
  plots.forEach(drawOnce);
  eachChart((chart) => chart.resize(330, 225));
});
window.addEventListener("afterprint", () => eachChart((chart) => chart.resize()));

// The picture of a chart: fetched by chart.js, whose functions it uses, when somebody asks for one.
"use strict";

const PICTURE = { width: 1000, height: 460, scale: 2, margin: 32, line: 22 };

// The picture is drawn anew in one size, whatever the screen, with everything written in it that a page says.
function pictureOf(data) {
  const canvas = document.createElement("canvas");
  canvas.width = PICTURE.width - 2 * PICTURE.margin;
  canvas.height = PICTURE.height;
  const chart = new Chart(canvas, settings(data, { responsive: false, devicePixelRatio: PICTURE.scale }));
  const sheet = document.createElement("canvas");
  const pen = sheet.getContext("2d");
  const family = getComputedStyle(document.body).fontFamily;
  const marks = [data.basis, data.provisional && data.words.provisional, data.estimated && data.words.estimate];
  const small = `14px ${family}`;
  const texts = [
    { font: `650 20px ${family}`, text: data.title },
    { font: `16px ${family}`, text: `${data.unit}, ${data.period_name}` },
  ];
  const notes = [sentence(data.when), data.source, sentence(data.coverage), ...marks.filter(Boolean).map(sentence)].join(" ");
  const wide = PICTURE.width - 2 * PICTURE.margin;
  const head = texts.flatMap((one) => wrapped(pen, one.text, one.font, wide));
  const foot = wrapped(pen, notes, small, wide);
  const above = PICTURE.margin + head.length * (PICTURE.line + 6) + 8;
  const height = above + PICTURE.height + 16 + foot.length * PICTURE.line + PICTURE.margin;
  sheet.width = PICTURE.width * PICTURE.scale;
  sheet.height = height * PICTURE.scale;
  pen.scale(PICTURE.scale, PICTURE.scale);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, PICTURE.width, height);
  write(pen, head, PICTURE.margin, PICTURE.line + 6, css("--ink"));
  pen.drawImage(canvas, PICTURE.margin, above, wide, PICTURE.height);
  write(pen, foot, above + PICTURE.height + 16, PICTURE.line, css("--soft"));
  chart.destroy();
  return sheet;
}

function write(pen, lines, top, step, colour) {
  pen.fillStyle = colour;
  pen.textBaseline = "top";
  lines.forEach((line, place) => {
    pen.font = line.font;
    pen.fillText(line.text, PICTURE.margin, top + place * step);
  });
}

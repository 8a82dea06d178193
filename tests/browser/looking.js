// What no rule of axe says of a page: read by tests/browser/test_every_page.py through window.looking.
(() => {
  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab]";
  const say = element => {
    const own = element.cloneNode(false).outerHTML.slice(0, 160);
    return `${own} “${(element.innerText || element.value || "").trim().slice(0, 40)}”`;
  };
  const shown = element => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1
      && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && !element.closest(".visually-hidden, .skip, .skip-to-content-link");
  };
  const scroller = element => {
    for (let above = element.parentElement; above && above !== document.body; above = above.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(above).overflowX)) return above;
    }
    return null;
  };

  /** How many pixels the page itself is wider than its window. */
  const sideways = () => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth;

  /** Elements that stand out of the window to the left or right, or whose text their own box cuts off. */
  const cut = () => {
    const width = document.documentElement.clientWidth, found = [];
    for (const element of document.body.querySelectorAll("*")) {
      if (!shown(element) || element.closest("svg") || ["OPTION", "BR", "WBR"].includes(element.tagName)) continue;
      const box = element.getBoundingClientRect();
      if ((box.left < -1 || box.right > width + 1) && !scroller(element)) found.push(say(element));
      const style = getComputedStyle(element);
      const cuts = ["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      if (cuts && !["INPUT", "SELECT", "CANVAS"].includes(element.tagName)) found.push(`text cut: ${say(element)}`);
    }
    return found;
  };

  /** The box in which a finger hits the control: with its label for a box to tick, with its cell for a link that fills it. */
  const reach = element => {
    const boxes = [element.getBoundingClientRect()];
    if (["checkbox", "radio"].includes(element.type)) {
      for (const label of element.labels) boxes.push(label.getBoundingClientRect());
    }
    return Math.max(...boxes.map(box => box.bottom)) - Math.min(...boxes.map(box => box.top));
  };

  /** Links in running text and in the cells of a table: their height is that of the line (WCAG 2.5.8, "inline"). */
  const inText = element => element.tagName === "A" && getComputedStyle(element).display === "inline"
    && element.closest("p, td, th, dd, dt, li, h1, h2, h3, caption, label, .help, .quiet, .readonly")
    && !element.closest("nav, .menu, .pages, .form-buttons, .page-actions");

  /** Controls that are too low for a finger. */
  const low = height => [...document.querySelectorAll(TARGETS)].filter(element =>
    shown(element) && !element.closest("td, th") && !inText(element) && !element.disabled && reach(element) < height - .5
  ).map(element => `${Math.round(reach(element))} px: ${say(element)}`);

  /** How an element shows the focus: the width of the ring, and whatever else may change. */
  const ring = (element, pseudo) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor } = getComputedStyle(element, pseudo);
    const width = { none: 0, auto: 3 }[outlineStyle] ?? parseFloat(outlineWidth);
    return { width, rest: [boxShadow, borderColor, backgroundColor].join() };
  };

  /** Controls that look the same with the focus as without it, and whose tile or line has no ring for them either. */
  const unfocused = () => {
    const found = [], kinds = new Set();
    for (const element of document.querySelectorAll(TARGETS)) {
      const kind = `${element.tagName} ${element.className} ${element.type} ${element.parentElement.className}`;
      if (!shown(element) || element.disabled || kinds.has(kind)) continue;
      kinds.add(kind);
      const around = [element.parentElement, element.parentElement.parentElement].filter(Boolean);
      const look = () => [ring(element), ring(element, "::after"), ...around.map(above => ring(above))];
      const before = look();
      element.focus({ preventScroll: true, focusVisible: true });
      const after = look();
      const sees = (one, number) => one.width >= 2 && one.width !== before[number].width || one.rest !== before[number].rest;
      if (document.activeElement === element && !after.some(sees)) found.push(say(element));
      element.blur();
    }
    return found;
  };

  /** Two frames later, when boxes that watch their size have taken the new one. */
  const settled = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));

  /** Sentences about the width. */
  const layout = async () => {
    await settled();
    return [...(sideways() > 0 ? [`${sideways()} px wider than the window`] : []), ...cut().map(text => `cut: ${text}`)];
  };

  /** Sentences about everything but what axe says; controls are measured where a height is given. */
  const look = async height => [
    ...unfocused().map(text => `no visible focus: ${text}`),
    ...(height ? low(height).map(text => `low: ${text}`) : []),
    ...await layout(),
  ];

  /** Sentences about what axe finds. */
  const audit = async rules => (await axe.run(document, rules)).violations.map(
    ({ id, help, nodes }) => `axe ${id}: ${help}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" ")}`);

  window.looking = { axe: audit, look, layout };
})();

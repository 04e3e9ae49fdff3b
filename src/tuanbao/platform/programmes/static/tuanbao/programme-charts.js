// Charts of quotes and designs. The data stands in the page; tables beside the charts say the same.
document.addEventListener("DOMContentLoaded", () => {
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  // Colours of the theme as the canvas knows them, whatever they are mixed of.
  const probe = document.body.appendChild(document.createElement("i"));
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (name) => {
    probe.style.color = `var(--tblr-${name})`;
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = getComputedStyle(probe).color;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return `rgba(${r},${g},${b},${a / 255})`;
  };
  const zh = data.language === "zh";
  const short = (yuan) => (zh && Math.abs(yuan) >= 1e4 ? `${+(yuan / 1e4).toFixed(1)}万` : (Math.round(yuan) || 0).toLocaleString("en"));
  const words = { color: colour("body-color"), textBorderWidth: 0 };
  const split = { lineStyle: { color: colour("border-color") } };
  const tooltip = { renderMode: "richText", confine: true };

  const waterfall = () => {
    const rows = [];
    let total = 0;
    for (const step of data.steps) {
      if (step.kind === "total") continue;
      rows.push({ label: step.label, from: Math.min(total, total + step.amount), size: Math.abs(step.amount), amount: step.amount });
      total += step.amount;
    }
    rows.push({ label: data.words.total, from: 0, size: total, amount: total, total: true });
    const fill = (row, i) => (row.total || i === 0 ? colour("primary") : row.amount < 0 ? colour("green") : colour("orange"));
    return {
      tooltip: { ...tooltip, trigger: "item", formatter: (p) => `${rows[p.dataIndex].label}\n${rows[p.dataIndex].amount.toLocaleString("en")}` },
      grid: { left: 8, right: 56, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: "value", axisLabel: { ...words, formatter: short, hideOverlap: true }, splitLine: split },
      yAxis: { type: "category", inverse: true, data: rows.map((row) => row.label), axisLabel: { ...words, width: 150, overflow: "truncate" } },
      series: [
        { type: "bar", stack: "price", itemStyle: { color: "transparent" }, tooltip: { show: false }, data: rows.map((row) => row.from) },
        { type: "bar", stack: "price", label: { ...words, show: true, position: "right", formatter: (p) => short(rows[p.dataIndex].amount) }, data: rows.map((row, i) => ({ value: row.size, itemStyle: { color: fill(row, i) } })) },
      ],
    };
  };

  const frontier = () => {
    const of = (kinds) => data.points.filter((point) => kinds.includes(point.kind));
    const line = of(["frontier"]);
    const named = data.points.filter((point) => point.kind !== "frontier");
    const hues = { present: "secondary", proposed: "primary", cheapest: "green", held: "orange" };
    const axis = (name, more) => ({ type: "value", scale: true, name, nameLocation: "middle", nameTextStyle: words, axisLabel: { ...words, formatter: short, hideOverlap: true }, splitLine: split, ...more });
    return {
      tooltip: { ...tooltip, formatter: (p) => `${p.seriesName}\n${data.words.cost} ${Math.round(p.value[0]).toLocaleString("en")}\n${data.words.value} ${Math.round(p.value[1]).toLocaleString("en")}` },
      legend: { textStyle: words, bottom: 0 },
      grid: { left: 32, right: 24, top: 16, bottom: 80, containLabel: true },
      xAxis: axis(data.words.cost, { nameGap: 28 }),
      yAxis: axis(data.words.value, { nameGap: 56 }),
      series: [
        { type: "line", name: line[0]?.name, symbolSize: 5, color: colour("blue"), data: line.map((point) => [point.cost, point.value]) },
        ...named.map((point) => ({ type: "scatter", name: point.name, symbolSize: 15, color: colour(hues[point.kind]), data: [[point.cost, point.value]] })),
      ],
    };
  };

  const options = { waterfall, frontier };
  for (const element of document.querySelectorAll("[data-chart]")) {
    const chart = echarts.init(element);
    chart.setOption({ animation: !matchMedia("(prefers-reduced-motion: reduce)").matches, ...options[element.dataset.chart]() });
    addEventListener("resize", () => chart.resize());
  }
});

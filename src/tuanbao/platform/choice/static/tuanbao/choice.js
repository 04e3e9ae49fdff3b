// The share that has chosen by day of the window, this year and last.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("progress-chart");
  const source = document.getElementById("progress-data");
  if (!place || !source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const days = Math.max(data.days, data.before.length);
  const chart = echarts.init(place, document.documentElement.dataset.bsTheme === "dark" ? "dark" : null);
  chart.setOption({
    backgroundColor: "transparent",
    color: ["#066fd1", "#8b95a5"],
    tooltip: { trigger: "axis" },
    legend: { data: data.titles, top: 0 },
    grid: { left: 40, right: 16, top: 32, bottom: 52 },
    xAxis: { type: "category", name: data.axis, nameLocation: "middle", nameGap: 30, data: Array.from({ length: days }, (_, i) => i + 1) },
    yAxis: { type: "value", max: 100 },
    series: [
      { name: data.titles[0], type: "line", showSymbol: false, data: data.now },
      { name: data.titles[1], type: "line", showSymbol: false, lineStyle: { type: "dashed" }, data: data.before },
    ],
  });
  addEventListener("resize", () => chart.resize());
});

// The chart of joiners and leavers on the overview.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("trend-chart");
  const months = JSON.parse(document.getElementById("trend-data").textContent);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let chart;
  const draw = () => {
    chart?.dispose();
    const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
    chart = echarts.init(place, null, { renderer: "svg" });
    const series = (name, key, color) => ({ name, type: "bar", data: months.map((month) => month[key]), itemStyle: { color } });
    chart.setOption({
      animation: !still,
      textStyle: { color: colour("--tblr-body-color"), fontFamily: "inherit" },
      legend: { top: 0, itemGap: 24, textStyle: { color: colour("--tblr-body-color") } },
      tooltip: { trigger: "axis" },
      grid: { left: 32, right: 8, top: 36, bottom: 28 },
      xAxis: { type: "category", axisLabel: { color: colour("--tblr-body-color") }, data: months.map((month) => month.name) },
      yAxis: { type: "value", axisLabel: { color: colour("--tblr-body-color") }, minInterval: 1, splitLine: { lineStyle: { color: colour("--tblr-border-color") } } },
      series: [series(place.dataset.joined, "joined", colour("--tblr-blue")), series(place.dataset.left, "left", colour("--tblr-orange"))],
    });
    // A bar leads to the people it counts, as the figures below the chart do.
    chart.on("click", ({ dataIndex, seriesIndex }) => {
      const address = months[dataIndex][["joined_address", "left_address"][seriesIndex]];
      if (address) location.assign(address);
    });
  };
  draw();
  addEventListener("resize", () => chart.resize());
  document.addEventListener("tuanbao:theme", draw);
});

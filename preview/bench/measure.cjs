// Loaded before a measured program: writes what its process has used when it ends.
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const excluded = globalThis.benchExcludedSeconds ?? 0;
  const used = {
    cpu: (userCPUTime + systemCPUTime) / 1e6 - excluded,
    wall: process.uptime() - excluded,
    megabytes: maxRSS / 1024,
  };
  require("node:fs").writeFileSync(process.env.BENCH_OUT, JSON.stringify(used));
});

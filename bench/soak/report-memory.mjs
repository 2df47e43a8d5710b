// Loaded into the measured server before its own code (node --import): tells the process that started it how much memory is in
// use, every two seconds, and forces nothing. What is left after a full collection is what the server keeps.
import { constants, PerformanceObserver } from "node:perf_hooks";
import process from "node:process";

const everyMs = 2000;
let heapAfterCollection;

new PerformanceObserver((list) => {
  if (list.getEntries().some(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR)) {
    heapAfterCollection = process.memoryUsage().heapUsed;
  }
}).observe({ entryTypes: ["gc"] });

setInterval(() => {
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send({ rss, heapUsed, external, heapAfterCollection });
  heapAfterCollection = undefined;
}, everyMs).unref();
process.channel.unref();

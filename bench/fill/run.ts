// Fills a data directory with a large organization, for the other measurements to use again:
// npm run bench:fill -- --data-dir DIR [--people 1000000] [--groups 10000] [--largest-group 100000] [--requests 10000000]
import { parseArgs } from "node:util";
import { fillDataDirectory } from "./data-directory";

const { values } = parseArgs({
  options: {
    "data-dir": { type: "string" },
    people: { type: "string", default: "1000000" },
    groups: { type: "string", default: "10000" },
    "largest-group": { type: "string", default: "100000" },
    requests: { type: "string", default: "10000000" },
    lanes: { type: "string", default: "3" },
  },
});
const dataDir = values["data-dir"];
if (dataDir === undefined) throw new Error("Say where the data directory is to be: --data-dir DIR");

const startedAt = performance.now();
await fillDataDirectory(
  dataDir,
  {
    people: Number(values.people),
    groups: Number(values.groups),
    largestGroup: Math.min(Number(values["largest-group"]), Number(values.people)),
    requests: Number(values.requests),
  },
  {
    lanes: Number(values.lanes),
    report: (text) => {
      const seconds = (performance.now() - startedAt) / 1000;
      process.stdout.write(`${seconds.toFixed(0).padStart(5)} s  ${text}\n`);
    },
  },
);

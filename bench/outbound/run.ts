// Roster to others: npm run bench:outbound -- [roster | unchanged | events | cost] [--people 10000] [--groups 200] [--members 100]
// Everything is started afresh in a temporary directory and removed afterwards. See bench/README.md.
import { parseArgs } from "node:util";
import { measureEvents } from "./events";
import { measureInboundCost } from "./inbound-cost";
import { measureRoster } from "./roster";
import { measureUnchanged } from "./unchanged";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    people: { type: "string", default: "10000" },
    groups: { type: "string", default: "200" },
    /** Members of each group. */
    members: { type: "string", default: "100" },
    /** Of the cases with another Roster, the one with this number alone. */
    only: { type: "string" },
    /** How often a run with nothing to do is measured. */
    rounds: { type: "string", default: "2" },
    /** The target has everybody before the first run. */
    filled: { type: "boolean", default: false },
    /** Of the streams of changes. */
    seconds: { type: "string", default: "20" },
    connections: { type: "string", default: "16" },
    /** Worker processes beside the server. */
    workers: { type: "string", default: "0" },
    /** For the Node.js of what is measured, such as "--cpu-prof --cpu-prof-dir=DIRECTORY". */
    "node-flags": { type: "string", default: "" },
    /** Tells which statements took PostgreSQL the longest. */
    statements: { type: "boolean", default: false },
  },
});
const amounts = {
  people: Number(values.people),
  groups: Number(values.groups),
  membersPerGroup: Number(values.members),
};
const [measure = "roster"] = positionals;
switch (measure) {
  case "roster":
    await measureRoster(amounts, {
      only: values.only === undefined ? undefined : Number(values.only),
      countsStatements: values.statements,
    });
    break;
  case "unchanged":
    await measureUnchanged(amounts, {
      rounds: Number(values.rounds),
      isFilled: values.filled,
      countsStatements: values.statements,
    });
    break;
  case "events":
    await measureEvents({
      seconds: Number(values.seconds),
      connections: Number(values.connections),
      workers: Number(values.workers),
      countsStatements: values.statements,
    });
    break;
  case "cost":
    await measureInboundCost({
      seconds: Number(values.seconds),
      connections: Number(values.connections),
      rounds: Number(values.rounds),
    });
    break;
  default:
    process.stderr.write(`There is no measurement "${measure}": roster, unchanged, events, cost.\n`);
    process.exitCode = 1;
}

import type { Pool } from "pg";
import type { LookUps } from "./look-up-lines";
import type { Connection } from "./pool-transaction";
import { refuseLongSearch } from "./statement-errors";

/** A search waits so long for its turn. */
const longestWaitMs = 5_000;

type Lane = { running: number; readonly waiting: (() => void)[] };

const lanes = new WeakMap<Pool, Lane>();

/**
 * Runs a search that reads everybody. Of a pool's connections a quarter do so at once, at least one: the others stay free for
 * what is answered at once, however many such searches come.
 *
 * @throws ScimError tooMany when there is no turn for it in time
 */
export async function searchInLane<Result>(
  connection: Connection | LookUps,
  search: () => Promise<Result>,
): Promise<Result> {
  // Whoever holds a connection already takes none from others.
  if (!("waitingCount" in connection)) return await search();
  const lane = laneOf(connection);
  await waitForTurn(lane, Math.max(1, Math.floor(connection.options.max / 4)));
  try {
    return await search();
  } finally {
    // The turn is handed on, or given back.
    const next = lane.waiting.shift();
    if (next === undefined) lane.running -= 1;
    else next();
  }
}

function laneOf(pool: Pool): Lane {
  const lane = lanes.get(pool) ?? { running: 0, waiting: [] };
  lanes.set(pool, lane);
  return lane;
}

function waitForTurn(lane: Lane, most: number): Promise<void> {
  if (lane.running < most) {
    lane.running += 1;
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const take = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      lane.waiting.splice(lane.waiting.indexOf(take), 1);
      reject(refuseLongSearch());
    }, longestWaitMs);
    lane.waiting.push(take);
  });
}

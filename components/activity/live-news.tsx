"use client";

import { Pause, Play, Radio } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "../button";
import { useHydrated } from "../use-hydrated";

const pollMs = 2_000;
const most = 100;

/**
 * Watches for new requests. It shows how many there are; while it is live it brings them onto the page itself, until it is
 * paused.
 *
 * @param address tells the news: server-sent events, or, with &poll=1, one answer
 */
export function LiveNews({ address }: { address: string }) {
  const router = useRouter();
  const isHydrated = useHydrated();
  const [isLive, setLive] = useState(false);
  const [count, setCount] = useState(0);
  const shown = useRef(address);

  // Another address is a page that shows what was new.
  useEffect(() => {
    if (shown.current !== address) setCount(0);
    shown.current = address;
    return watch(address, setCount);
  }, [address]);

  useEffect(() => {
    if (isLive && count > 0) router.refresh();
  }, [isLive, count, router]);

  if (!isHydrated) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button size="small" aria-pressed={isLive} onClick={() => setLive(!isLive)}>
        {isLive ? <Pause aria-hidden size={14} /> : <Play aria-hidden size={14} />}
        {isLive ? "Pause" : "Live"}
      </Button>
      {isLive ? (
        <span className="inline-flex items-center gap-1.5 text-[0.8125rem] text-muted">
          <Radio aria-hidden size={14} className="text-success" />
          New requests appear by themselves
        </span>
      ) : null}
      <span aria-live="polite">
        {count === 0 || isLive ? null : (
          <Button size="small" onClick={() => router.refresh()} className="rounded-full border-accent text-accent">
            {count >= most ? `${most} or more new` : `${count} new`}
          </Button>
        )}
      </span>
    </div>
  );
}

/** @returns how to stop it */
function watch(address: string, onCount: (count: number) => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const source = new EventSource(address);
  source.addEventListener("requests", (event: MessageEvent<string>) => onCount(readCount(JSON.parse(event.data))));
  // It connects again by itself where it can; where events do not come through at all, it is asked now and then.
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED || timer !== undefined) return;
    timer = setInterval(() => void poll(address, onCount), pollMs);
  });
  return () => {
    source.close();
    clearInterval(timer);
  };
}

async function poll(address: string, onCount: (count: number) => void): Promise<void> {
  if (document.hidden) return;
  const answer = await fetch(`${address}&poll=1`).catch(() => undefined);
  if (answer?.ok) onCount(readCount(await answer.json()));
}

function readCount(data: unknown): number {
  return typeof data === "object" && data !== null && "count" in data ? Number(data.count) : 0;
}

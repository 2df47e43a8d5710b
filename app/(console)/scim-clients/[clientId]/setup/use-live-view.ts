"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { SetupView } from "@/lib/console/client-setup/setup-view";

const pollEveryMs = 3_000;
const failuresBeforePolling = 3;

/** How the page learns of what comes: at once, every few seconds, or (without scripts) not at all. */
export type Liveness = "connecting" | "live" | "polling";

/**
 * The set-up as it is now. It follows the server's events; where they do not come through, as behind some proxies, the page is
 * asked for again every few seconds.
 */
export function useLiveView(initial: SetupView): { view: SetupView; liveness: Liveness } {
  const [view, setView] = useState(initial);
  const [liveness, setLiveness] = useState<Liveness>("connecting");
  const router = useRouter();
  const { clientId, place } = initial;

  // What the server has drawn since, such as after an act, is newer than the last event.
  useEffect(
    () => setView((shown) => (shown.place === initial.place && shown.now > initial.now ? shown : initial)),
    [initial],
  );

  useEffect(() => {
    const events = new EventSource(`/scim-clients/${clientId}/setup/live?place=${place}`);
    let failures = 0;
    let timer: ReturnType<typeof setInterval> | undefined;
    events.onmessage = ({ data }) => {
      failures = 0;
      setLiveness("live");
      const next: SetupView = JSON.parse(data);
      // It may have been overtaken by what the server has drawn meanwhile.
      setView((shown) => (shown.place === next.place && shown.now > next.now ? shown : next));
    };
    events.onerror = () => {
      failures += 1;
      if (events.readyState !== EventSource.CLOSED && failures < failuresBeforePolling) return;
      events.close();
      setLiveness("polling");
      timer ??= setInterval(() => router.refresh(), pollEveryMs);
    };
    return () => {
      events.close();
      clearInterval(timer);
    };
  }, [clientId, place, router]);

  return { view, liveness };
}

"use client";

import { useEffect, useState } from "react";
import type { TokenWatch } from "@/lib/console/credentials-page";

const everyMs = 2_000;

/** How the client's tokens are now, asked for every two seconds while the page is looked at. */
export function useTokenWatch(clientId: string): TokenWatch | undefined {
  const [watch, setWatch] = useState<TokenWatch>();
  useEffect(() => {
    const asking = new AbortController();
    async function ask() {
      if (document.hidden) return;
      const answer = await fetch(`/scim-clients/${clientId}/credentials/usage`, { signal: asking.signal }).catch(
        () => undefined,
      );
      if (answer?.ok) setWatch(await answer.json());
    }
    void ask();
    const timer = setInterval(() => void ask(), everyMs);
    return () => {
      clearInterval(timer);
      asking.abort();
    };
  }, [clientId]);
  return watch;
}

import { listenForNotifications, type NotificationListener } from "./notification-listener";
import { getDatabase } from "./pool";
import { requestsChannel } from "./request-log-insert";

/** Tells those who look at the log of an organization that it has new rows. */
export type RequestNews = {
  /** @param onNews called once a batch of rows; @returns how to stop it */
  subscribe(organizationId: string, onNews: () => void, onEnd: () => void): () => void;
  /** Ends all subscriptions. */
  close(): Promise<void>;
};

declare global {
  // As with the database: one in a process, however often this module is loaded.
  var rosterRequestNews: RequestNews | undefined;
}

/** The process's one listener, which begins with the first who asks. */
export function getRequestNews(): RequestNews {
  globalThis.rosterRequestNews ??= createRequestNews();
  return globalThis.rosterRequestNews;
}

/** Ends the process's listener, if there is one. */
export async function closeRequestNews(): Promise<void> {
  const news = globalThis.rosterRequestNews;
  globalThis.rosterRequestNews = undefined;
  await news?.close();
}

type Subscription = { readonly organizationId: string; readonly onNews: () => void; readonly onEnd: () => void };

function createRequestNews(): RequestNews {
  const subscriptions = new Set<Subscription>();
  const tell = (organizationId: string | undefined) => {
    for (const subscription of subscriptions) {
      if (organizationId === undefined || subscription.organizationId === organizationId) subscription.onNews();
    }
  };
  // Whenever the connection is lost or found, something may have been missed: everybody looks.
  const listener: NotificationListener = listenForNotifications(getDatabase(), requestsChannel, tell, () =>
    tell(undefined),
  );
  return {
    subscribe(organizationId, onNews, onEnd) {
      const subscription = { organizationId, onNews, onEnd };
      subscriptions.add(subscription);
      return () => subscriptions.delete(subscription);
    },
    async close() {
      for (const { onEnd } of subscriptions) onEnd();
      subscriptions.clear();
      await listener.close();
    },
  };
}

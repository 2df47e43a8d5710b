import { type Access, findAccess } from "@/lib/console/access";
import { simulationSchema } from "@/lib/console/client-setup/simulation-input";
import type { OpenScimClient } from "@/lib/console/find-open-client";
import { openScimClient } from "@/lib/console/open-scim-client";
import { beginSimulation, trackSimulation } from "@/lib/console/simulations";
import { playHere } from "@/lib/http/play-here";

type Context = { params: Promise<{ clientId: string }> };

/**
 * Plays a sequence and tells each step as a line of JSON as soon as it is answered. Only a page of ours can ask for it: a
 * form of another site cannot send JSON, nor our cookie.
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const admitted = await admit(params);
  if (admitted instanceof Response) return admitted;
  const { access, client } = admitted;
  if (!(request.headers.get("content-type") ?? "").startsWith("application/json")) return refuse(415, "Send JSON.");
  const body: unknown = await request.json().catch(() => undefined);
  const parsed = simulationSchema.safeParse(typeof body === "object" ? { ...body, clientId: client.id } : body);
  if (!parsed.success) return refuse(400, "There is no such sequence, or no such place to play it.");
  const begun = await beginSimulation(access, client, parsed.data);
  if (!begun.ok) return refuse(409, begun.message);

  const { sequence, token } = begun.value;
  const steps = trackSimulation(access, begun.value, playHere(sequence, token));
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await steps.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    async cancel() {
      // Nobody listens any more: the token ends now.
      await steps.return(undefined);
    },
  });
  return new Response(stream, {
    headers: { "content-type": "application/x-ndjson", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}

/** There is nothing to read here. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const admitted = await admit(params);
  return admitted instanceof Response ? admitted : new Response(null, { status: 405, headers: { allow: "POST" } });
}

/** Who may play, for which client; a client of another organization is not found. */
async function admit(params: Context["params"]): Promise<Response | { access: Access; client: OpenScimClient }> {
  const admission = await findAccess("simulator.run");
  if (admission.kind === "signedOut") return refuse(401, "Your session has ended. Sign in again, then play once more.");
  if (admission.kind === "refused") return refuse(403, "You may not do this. Ask an owner of the organization.");
  return { access: admission.access, client: await openScimClient(admission.access, (await params).clientId) };
}

function refuse(status: number, message: string): Response {
  return Response.json({ message }, { status, headers: { "cache-control": "no-store" } });
}

import { beforeEach, expect, test, vi } from "vitest";
import { FakeWire, ManualTimers } from "../../../packages/socket/tests/fakeServer";
import { WidgetController } from "../src/controller";
import { Memory } from "../src/host/memory";

/** The gateway, as far as visitors' routes go: tokens name the visitor, proofs name a subject. */
class Gateway {
  readonly asked: string[] = [];
  readonly persons = new Map<string, string>();
  readonly revoked: string[] = [];
  private count = 0;

  answer = (path: string, request: RequestInit): Promise<Response> => {
    this.asked.push(path);
    const token = new Headers(request.headers).get("Authorization")?.slice("Bearer ".length) ?? null;
    const sent = (typeof request.body === "string" ? JSON.parse(request.body) : {}) as { proof?: string };
    const said = this.said(path, token, sent.proof ?? "");
    return Promise.resolve(new Response(said.body, { status: said.status }));
  };

  private said(path: string, token: string | null, proof: string): { status: number; body: string | null } {
    if (path === "/v1/visitors/sign-out") {
      this.revoked.push(token ?? "");
      return { status: 204, body: null };
    }
    if (path === "/v1/visitors/identity" && proof.endsWith("expired")) return { status: 403, body: "{}" };
    if (path === "/v1/visitors/identity") this.persons.set(token ?? "", proof);
    if (path === "/v1/conversations") return { status: 200, body: '{"conversations":[]}' };
    const isGood = token !== null && !this.revoked.includes(token);
    const visitor = isGood ? token : `visitor ${++this.count}`;
    const person_id = this.persons.get(visitor) ?? null;
    const email = person_id === null ? null : "jo@shop.example";
    const known = { visitor_id: visitor, token: visitor, conversation_id: `of ${visitor}`, person_id, email };
    return { status: 201, body: JSON.stringify(known) };
  }
}

const proofOf = (subject: string, signature = "signed") => `head.${btoa(JSON.stringify({ sub: subject }))}.${signature}`;

let gateway: Gateway;
beforeEach(() => {
  window.localStorage.clear();
  gateway = new Gateway();
  vi.stubGlobal("fetch", gateway.answer);
});

function widget() {
  const wires: FakeWire[] = [];
  const timers = new ManualTimers();
  const controller = new WidgetController({
    site: "shop.example",
    memory: new Memory("switchboard test", null, () => undefined),
    timers,
    openSocket: () => {
      const wire = new FakeWire();
      wires.push(wire);
      return wire;
    },
    onUnread: () => undefined,
  });
  return { controller, wires, timers, chain: () => controller.store.get().chain };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Opens the chat, as the person whom the proof names, and hears a message in it. */
async function talking(proof: string | null) {
  const shown = widget();
  if (proof !== null) shown.controller.identify(proof);
  shown.controller.shown(true);
  await settled();
  const id = shown.chain().at(-1) ?? "";
  const events = [{ type: "public.message_posted", conversation_id: id, public_seq: 1, source: "ai", text: "a secret" }];
  const wire = shown.wires.at(-1);
  wire?.accept();
  wire?.say({ frame: "ready", conversation_id: id });
  wire?.say({ frame: "subscribed", conversation_id: id, events, tickets: [], analyses: [] });
  expect(JSON.stringify(shown.controller.store.get())).toContain("a secret");
  return shown;
}

test("who signs out leaves nothing on the screen, in the memory or to a token", async () => {
  const { controller, chain } = await talking(proofOf("jo"));
  controller.signOut();
  expect(JSON.stringify(controller.store.get())).not.toContain("a secret");
  expect(window.localStorage.length).toBe(0);
  await settled();
  expect(gateway.revoked).toEqual(["visitor 1"]);
  expect(chain()).toEqual(["of visitor 2"]);
});

test("the address that the host site vouched for is known until its owner is gone (rules O2, I3)", async () => {
  const { controller } = await talking(proofOf("jo"));
  expect(controller.store.get().ownEmail).toBe("jo@shop.example");
  controller.signOut();
  expect(JSON.stringify(controller.store.get())).not.toContain("jo@shop.example");
});

test("somebody else sees nothing of the one before, not even until the gateway has answered", async () => {
  const { controller, chain } = await talking(proofOf("jo"));
  controller.identify(proofOf("kim"));
  expect(JSON.stringify(controller.store.get())).not.toContain("a secret");
  await settled();
  expect(chain()).toEqual(["of visitor 2"]);
  expect(gateway.persons.get("visitor 2")).toBe(proofOf("kim"));
});

test("somebody else sees nothing of the one before also if their proof does not hold", async () => {
  const { controller, chain } = await talking(proofOf("jo"));
  controller.identify(proofOf("kim", "expired"));
  await settled();
  expect(JSON.stringify(controller.store.get())).not.toContain("a secret");
  expect(chain()).toEqual(["of visitor 2"]);
});

test("after a reload as somebody else nothing of the one before is even asked for", async () => {
  await talking(proofOf("jo"));
  const again = widget();
  again.controller.identify(proofOf("kim"));
  again.controller.start();
  again.controller.shown(true);
  await settled();
  expect(again.chain()).toEqual(["of visitor 2"]);
  expect(gateway.revoked).toEqual(["visitor 1"]);
});

test("who is identified while talking goes on where they are", async () => {
  const { controller, chain } = await talking(null);
  controller.identify(proofOf("jo"));
  await settled();
  expect(chain()).toEqual(["of visitor 1"]);
  expect(JSON.stringify(controller.store.get())).toContain("a secret");
  expect(gateway.revoked).toEqual([]);
});

test("a token that was revoked elsewhere takes everything along", async () => {
  const { controller, wires, timers } = await talking(proofOf("jo"));
  gateway.revoked.push("visitor 1");
  wires.at(-1)?.end(4001);
  expect(JSON.stringify(controller.store.get())).not.toContain("a secret");
  expect(window.localStorage.length).toBe(0);
  timers.pass(60_000);
  await settled();
  expect(controller.store.get().chain).toEqual(["of visitor 2"]);
  expect(gateway.persons.has("visitor 2")).toBe(false);
});

import { cp, rm } from "node:fs/promises";

const site = new URL("site/", import.meta.url);
const target = new URL("../../dist/demo/", import.meta.url);

await rm(target, { recursive: true, force: true });
await cp(site, target, { recursive: true });

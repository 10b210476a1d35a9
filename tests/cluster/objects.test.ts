import { defaultKubernetesVersion } from "../../stacks/versions";
import { admission } from "./objects/admission";
import { bestEffort } from "./objects/best-effort";
import { data } from "./objects/data";
import { gateways } from "./objects/gateways";
import { refusals } from "./objects/refusals";
import { services } from "./objects/services";
import { workloads } from "./objects/workloads";
import type { ControlPlane } from "./support/control-plane";
import { controlPlaneOrSkip } from "./support/mocha";

// One control plane for all of them: its start and the definitions of kinds cost more than what is asked of it.
describe("a control plane", function () {
  this.timeout(120_000);
  let started: ControlPlane;
  const plane = () => started;

  before(async function () {
    this.timeout(0);
    started = await controlPlaneOrSkip(this, defaultKubernetesVersion);
  });

  after(() => started?.stop());

  describe("refuses", () => refusals(plane));
  describe("keeps a namespace for pods without requests", () => bestEffort(plane));
  describe("judges data and secrets", () => data(plane));
  describe("judges gateways with proxies", () => gateways(plane));
  describe("judges services of every kind", () => services(plane));
  describe("runs workloads on the nodes of production", () => workloads(plane));
  // Last, for its policies hold for whatever comes after them.
  describe("with the platform's admission policies", () => admission(plane));
});

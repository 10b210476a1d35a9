import { expect } from "chai";
import { catalog } from "../../components/platform-addons/registry";
import type { Plan } from "../../preview/plan";
import { alternates, deliveredByArgoCd, together, withoutArgoCd } from "../support/addon-stacks";
import { unguarded, withoutWayToDefinitions, withoutWayToGuards } from "../support/definitions";
import { previewed } from "../support/previewed";
import { stackConfig } from "../support/stack-config";

type Json = Record<string, any>;

const all = Object.keys(catalog);
const without = (...names: string[]) => all.filter((name) => !names.includes(name)).sort();

/** Sets of add-ons by what they are called, with who is in none of them. */
const sets = {
  "its own set": { config: stackConfig, excluded: undefined },
  "its own set without Argo CD": { config: withoutArgoCd, excluded: undefined },
  "all that go with the cluster autoscaler and the VPC CNI": { config: together, excluded: ["calico", "karpenter"] },
  "all that go with Karpenter and Calico": { config: alternates, excluded: ["cluster-autoscaler"] },
  "the same, delivered by Argo CD": { config: deliveredByArgoCd, excluded: ["cluster-autoscaler"] },
} as const;

describe("sets of add-ons, previewed", function () {
  this.timeout(120_000);
  for (const stack of ["production", "staging"] as const) {
    for (const [name, { config, excluded }] of Object.entries(sets)) {
      describe(`${stack} with ${name}`, () => {
        let plan: Plan;
        before(async () => {
          plan = await previewed(stack, config(stack));
        });

        it("violates no mandatory rule", () => {
          const mandatory = plan.findings.filter(({ level }) => level === "mandatory");
          expect(mandatory.map(({ policy, urn, message }) => [policy, urn, message])).to.deep.equal([]);
        });

        it("TB-88: has nothing of a custom kind without a way to every layer of definitions", () => {
          expect(withoutWayToDefinitions(plan.resources)).to.deep.equal([]);
        });

        it("has nothing in a namespace before the namespace's quota, limits and network policies", () => {
          expect(withoutWayToGuards(plan.resources)).to.deep.equal([]);
        });

        if (excluded) {
          it(`runs every add-on of the catalog but ${excluded.join(" and ")}`, () => {
            const running = plan.config.addonSet.map(({ addon }) => addon.name);
            expect(running.filter((one) => all.includes(one)).sort()).to.deep.equal(without(...excluded));
          });
        }

        if (config === deliveredByArgoCd) {
          it("TB-88: Argo CD is told what to deliver when every namespace of it is guarded", () => {
            const root = plan.resources.find(({ type }) => type === "kubernetes:argoproj.io/v1alpha1:Application");
            const into = plan.config.addonSet.map(({ settings }) => settings.namespace);
            const namespaces = [...into, ...Object.keys(plan.config.namespaces)];
            const missing = unguarded(plan.resources);
            expect(namespaces.flatMap((namespace) => missing(root?.urn ?? "", namespace))).to.deep.equal([]);
          });

          it("TB-88, TB-90: the program installs Argo CD, definitions and what Argo CD can't keep; Argo CD every other chart", () => {
            const charts = plan.resources.filter(({ type }) => type.startsWith("kubernetes:helm.sh/"));
            expect(charts.map((chart) => chart.name).sort()).to.deep.equal([
              "addons-argo-cd",
              "addons-karpenter-crds",
              "addons-policy-controller", // its controller writes into the chart's webhooks
              "addons-prometheus-operator-crds",
              "addons-vault", // sealed until a person opens it
            ]);
            const parent = plan.resources.find(({ type }) => type === "kubernetes:argoproj.io/v1alpha1:Application");
            const { applications } = (parent?.inputs as Json)["spec"].source.helm.valuesObject;
            const kept = ["argo-cd", "policy-controller", "vault"];
            const delivered = plan.config.addonSet.filter(
              ({ addon }) => addon.chart !== undefined && !kept.includes(addon.name),
            );
            expect(Object.keys(applications as Json).sort()).to.deep.equal(
              ["applications", ...delivered.map(({ addon }) => addon.name)].sort(),
            );
          });
        }
      });
    }
  }
});

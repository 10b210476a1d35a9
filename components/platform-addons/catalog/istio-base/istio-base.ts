import { chartPin, definitionsPin } from "../../../shared/pins";
import { z } from "zod";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { commonAddonKeys } from "../../common-settings";

const name = "istio-base";

/** Definitions of the chart, left out of it: they are a layer of their own. The chart has no switch for all of them. */
const kinds = [
  ...["trafficextensions", "wasmplugins"].map((kind) => `${kind}.extensions.istio.io`),
  ...["destinationrules", "envoyfilters", "gateways", "proxyconfigs", "serviceentries", "sidecars"].map(
    (kind) => `${kind}.networking.istio.io`,
  ),
  ...["virtualservices", "workloadentries", "workloadgroups"].map((kind) => `${kind}.networking.istio.io`),
  ...["authorizationpolicies", "peerauthentications", "requestauthentications"].map(
    (kind) => `${kind}.security.istio.io`,
  ),
  "telemetries.telemetry.istio.io",
];

/**
 * The kinds of Istio, and the webhook that judges objects of them.
 *
 * Values: istio/istio, release-1.31 at eed52ebb66ad (1.31.0), manifests/charts/base/values.yaml.
 */
export const istioBase: CatalogAddon<CommonAddonSettings> = {
  name,
  summary: "kinds of Istio, and the webhook that refuses faulty ones",
  wave: waves.certificates,
  chart: chartPin("istio"),
  crds: { files: definitionsPin("istio") },
  page: { none: "definitions alone: nothing runs" },
  needs: [],
  excludes: [],
  settings: (defaults) => {
    const { values } = commonAddonKeys(defaults, name);
    // Without pods: the namespace is where Helm would look for objects without one.
    return z.strictObject({ values }).transform((given) => ({ ...given, namespace: "kube-system", replicas: 0 }));
  },
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  values: ({ namespaceOf }) => ({
    // Read by the templates, not listed in values.yaml: else `Ignore` at first, which istiod changes, and every apply
    // would be a fight over the field.
    base: { excludedCRDs: kinds, validationFailurePolicy: "Fail" },
    // The account reads every Secret for a mesh over several clusters, which this is not.
    global: { istioNamespace: namespaceOf("istiod") ?? "istio-system", enableReaderRBAC: false },
  }),
};

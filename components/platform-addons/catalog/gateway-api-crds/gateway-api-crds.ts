import { definitionsPin } from "../../../shared/pins";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { definitionsOnly } from "../../common-settings";

/**
 * The kinds of the Gateway API, standard channel: what gateways and routes are made of. One owner per cluster; charts that
 * bring their own copy are told not to.
 *
 * Files: kubernetes-sigs/gateway-api, release v1.6.0, standard-install.yaml. It also has an admission policy that
 * refuses older or experimental definitions over these.
 */
export const gatewayApiCrds: CatalogAddon<CommonAddonSettings> = {
  name: "gateway-api-crds",
  summary: "kinds of the Gateway API (standard channel) for gateways and routes",
  wave: waves.certificates,
  crds: { files: definitionsPin("gateway-api") },
  page: { none: "definitions alone: nothing runs" },
  needs: [],
  excludes: [],
  settings: () => definitionsOnly,
  delivery: () => ({ kind: "chart", reason: "definitions only, applied from the files of the release" }),
  values: () => ({}),
};

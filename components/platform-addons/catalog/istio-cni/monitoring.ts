import { graph } from "../../monitoring/panels";

/** Panels of its page. */
export const panels = () => [
  graph("Nodes where it is ready", "short", { ready: "sum(istio_cni_install_ready)" }),
  graph("Installations", "short", { "{{result}}": "sum by (result) (increase(istio_cni_installs_total[1h]))" }),
];

import type { ServiceSettings } from "../../components/app-service/settings";
import { internalIssuer } from "../../components/app-service/tls/tls-settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";

interface ServiceTlsView {
  addons: AddonsSettings;
  services: Record<string, Pick<ServiceSettings, "tls">>;
}

/** The add-ons of a stack, with the cluster's own authority where a service has its certificate from there (TB-21). */
export function withServiceTls<View extends ServiceTlsView>(config: View): View {
  const certManager = config.addons["cert-manager"];
  const asked = Object.values(config.services).some(({ tls }) => tls?.issuer === internalIssuer);
  if (!certManager || !asked || certManager.issuers[internalIssuer]) return config;
  const issuers = { ...certManager.issuers, [internalIssuer]: { type: "ca" as const } };
  return { ...config, addons: { ...config.addons, "cert-manager": { ...certManager, issuers } } };
}

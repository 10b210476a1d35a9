import type { EachNamed, Named } from "../../components/shared/reference";
import type { PlatformConfig } from "../schema";

type Service = PlatformConfig["services"][string];
type Route = Service["routes"][number];
type Consoles = PlatformConfig["consoles"];
type Console = NonNullable<Consoles["grafana"]>;

export interface FollowedService extends Omit<Service, "namespace" | "routes"> {
  namespace: string;
  routes: Named<Route, "gateway">[];
}

/** A config whose every reference names something, and in which no reference is left out. */
export interface FollowedConfig extends Omit<PlatformConfig, "services" | "databases" | "secrets" | "consoles"> {
  services: Record<string, FollowedService>;
  databases: EachNamed<PlatformConfig["databases"], "namespace">;
  secrets: EachNamed<PlatformConfig["secrets"], "namespace">;
  consoles: { [Name in keyof Consoles]?: Named<Console, "gateway"> | undefined };
}

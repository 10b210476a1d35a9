import type * as pulumi from "@pulumi/pulumi";
import { routePlans, routeUrls } from "../app-service/traffic/route";
import { ServiceRoutes } from "../app-service/traffic/service-routes";
import type { ServiceRoutesTransform } from "../app-service/transform";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import type { GatewayRef } from "../shared/refs";
import type { ConsolesSettings } from "./settings";
import { consoleTarget, type ConsoleView, namedConsoles } from "./targets";

export interface ConsolesArgs {
  context: PlatformContext;
  settings: ConsolesSettings;
  view: ConsoleView;
  /** Gateways of the stack by name: a console is reached through one of them. */
  gateways: Record<string, GatewayRef>;
  /** Domain of the stack. */
  domain: string;
  transform?: ServiceRoutesTransform;
}

/**
 * Routes from a gateway to the consoles of the platform, for the people and networks that each of them names.
 *
 * No cost of its own; the gateway has the load balancer.
 */
export class Consoles extends PlatformComponent {
  /** Address of each console, by name. */
  readonly urls: Record<string, string[]> = {};

  constructor(name: string, args: ConsolesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("consoles", "Consoles", name, opts);
    for (const { name: console, settings } of namedConsoles(args.settings)) {
      const target = consoleTarget(console, args.view);
      // The config's checks refuse a console that the stack does not have.
      if (!target) continue;
      const { service, port, namespace, healthPath } = target;
      const routes = routePlans(service, [{ ...settings, path: "/" }], args.gateways, args.domain);
      new ServiceRoutes(
        this.child(console),
        {
          service,
          health: { healthCheckPath: healthPath, matcher: { httpCode: "200" } },
          port,
          routes,
          metadata: (object) => ({
            name: object,
            namespace,
            labels: commonLabels(args.context, { name: console, component: "console" }),
            annotations: configPath(`consoles.${console}`),
          }),
          transform: args.transform,
        },
        this.opts(),
      );
      this.urls[console] = routeUrls(routes);
    }
    this.registerOutputs({ urls: this.urls });
  }
}

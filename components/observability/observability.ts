import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { AddonPins } from "../platform-addons/addon";
import { installChart } from "../platform-addons/install";
import type { ResolvedAddon } from "../platform-addons/resolve";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import { type Transform, transformed } from "../shared/transform";
import { adminSecret } from "./dashboards/grafana-values";
import { stackName } from "./metrics/kube-prometheus-stack";

export interface ObservabilityArgs {
  context: PlatformContext;
  /** Everything that `resolveAddons` decided; this component installs those that are its own. */
  addons: ResolvedAddon[];
  pins: AddonPins;
  /** Last word on the values of a chart, by its name. */
  transform?: Partial<Record<string, Transform<Record<string, unknown>>>>;
}

/**
 * Metrics, alerts and dashboards of the platform: Prometheus, Alertmanager, Grafana and their exporters from one chart,
 * and the password of Grafana's administrator.
 *
 * Cost: the volumes of each copy of Prometheus and Alertmanager and of Grafana, and room on the system pool.
 */
export class Observability extends PlatformComponent {
  /** Password of Grafana's administrator: a secret, in the state and in the cluster alone. */
  readonly grafanaPassword: pulumi.Output<string>;
  /** What an object must depend on that the monitoring stack shall find, for example a dashboard. */
  readonly installed: pulumi.Resource[];

  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "Observability", name, opts);
    this.grafanaPassword = this.createPassword();
    const mine = args.addons.filter(({ addon }) => addon.component === "observability");
    this.installed = this.createCharts(mine, args);
    this.registerOutputs({ charts: mine.map(({ addon }) => addon.name) });
  }

  /** In order: what reads Prometheus comes when it is there. */
  private createCharts(mine: ResolvedAddon[], args: ObservabilityArgs): pulumi.Resource[] {
    const charts: pulumi.Resource[] = [];
    for (const resolved of mine) {
      const secrets = resolved.addon.name === stackName ? [this.createAdminSecret(resolved, args)] : [];
      // What Argo CD installs waits for the Secret by itself: pods start when it is there.
      if (resolved.deliverer === "argocd") charts.push(...secrets);
      else charts.push(this.createChart(resolved, args, [...charts, ...secrets]));
    }
    return charts;
  }

  /** Kept in the state, so that it is made once and not at each update. */
  private createPassword(): pulumi.Output<string> {
    const password = new random.RandomPassword(
      this.child("grafana-admin"),
      { length: 32, special: false },
      this.opts<pulumi.CustomResourceOptions>({ additionalSecretOutputs: ["result"] }),
    );
    return pulumi.secret(password.result);
  }

  private createAdminSecret({ namespace }: ResolvedAddon, { context }: ObservabilityArgs): pulumi.Resource {
    return new k8s.core.v1.Secret(
      this.child("grafana-admin"),
      {
        metadata: {
          name: adminSecret.name,
          namespace,
          labels: commonLabels(context, { name: "grafana", component: "observability" }),
          annotations: configPath("observability.grafana"),
        },
        stringData: { [adminSecret.userKey]: "admin", [adminSecret.passwordKey]: this.grafanaPassword },
      },
      this.opts(),
    );
  }

  private createChart(resolved: ResolvedAddon, args: ObservabilityArgs, dependsOn: pulumi.Resource[]) {
    const values = transformed(resolved.values, args.transform?.[resolved.addon.name]);
    return installChart(this.child(resolved.addon.name), { ...resolved, values }, args.pins, this.opts({ dependsOn }));
  }
}

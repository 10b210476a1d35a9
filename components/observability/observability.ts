import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { stackName } from "../platform-addons/catalog/kube-prometheus-stack/address";
import {
  adminSecret,
  dashboardLabel,
  folderAnnotation,
} from "../platform-addons/catalog/kube-prometheus-stack/grafana-values";
import { factsOfCharts, installAddons, type InstallerArgs, ofMonitoring } from "../platform-addons/installer";
import type { RuleFacts } from "../platform-addons/monitoring/rule";
import type { ResolvedAddon } from "../platform-addons/resolve";
import type { AddonsTransform } from "../platform-addons/transform";
import { PlatformComponent } from "../shared/component";
import { commonLabels, configPath } from "../shared/labels";
import type { Transform } from "../shared/transform";
import type { ObservabilitySettings } from "./settings";
import { type ObservedStack, dashboardsOf, ruleObjects } from "./view";

/** Slots of the monitoring stack. */
export interface ObservabilityTransform extends AddonsTransform {
  /** Password of Grafana's administrator. Default: 32 letters and digits. */
  password?: Transform<random.RandomPasswordArgs>;
  /** Secret with that password. Default: user name `admin`; never put it elsewhere. */
  adminSecret?: Transform<k8s.core.v1.SecretArgs>;
  /** PrometheusRule; called for each group of alerts. Default: those of the platform and of each service. */
  rules?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** ConfigMap of a dashboard; called for each. Default: those of the platform and of each service. */
  dashboard?: Transform<k8s.core.v1.ConfigMapArgs>;
}

export interface ObservabilityArgs extends InstallerArgs {
  /** Every add-on of the stack, as `resolveAddons` decided; this component installs those of the last wave. */
  addons: ResolvedAddon[];
  settings: ObservabilitySettings;
  /** What is observed: services with metrics, and what the stack may cost. */
  stack: ObservedStack;
  transform?: ObservabilityTransform;
}

/**
 * Metrics, alerts and dashboards of the platform: Prometheus, Alertmanager, Grafana and their exporters from one chart,
 * the rules and dashboards of the platform and of each service, and the password of Grafana's administrator.
 *
 * Cost: the volumes of each copy of Prometheus and Alertmanager and of Grafana, and room on the system pool.
 */
export class Observability extends PlatformComponent<ObservabilityTransform> {
  /** Password of Grafana's administrator: a secret, in the state and in the cluster alone. None where a stack has its own. */
  readonly grafanaPassword: pulumi.Output<string> | undefined;
  /** What an object must depend on that the monitoring stack shall find, for example a dashboard. */
  readonly installed: pulumi.Resource[];

  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    const here = args.addons.filter(ofMonitoring);
    super("observability", "Observability", name, opts, args.transform, factsOfCharts(name, here));
    this.grafanaPassword = args.settings.grafana.adminSecret ? undefined : this.createPassword();
    const secrets = this.grafanaPassword ? [this.createAdminSecret(args, this.grafanaPassword)] : [];
    const owner = {
      child: (suffix: string) => this.child(suffix),
      make: this.make,
      opts: (extra?: pulumi.ResourceOptions) => this.opts(extra),
      storeOpts: () => this.storeOpts(),
    };
    // What Argo CD installs waits for the Secret by itself: pods start when it is there.
    const installed = installAddons(here, args, owner, (addon) => (addon === stackName ? secrets : []));
    this.installed = Object.values(installed).flat();
    const rules = ruleFacts(args.addons, args.settings, args.stack);
    this.createRules(args, rules);
    this.createDashboards(args, rules);
    this.registerOutputs({ charts: here.map(({ addon }) => addon.name) });
  }

  /** Kept in the state, so that it is made once and not at each update. */
  private createPassword(): pulumi.Output<string> {
    const password = this.make(
      "password",
      random.RandomPassword,
      this.child("grafana-admin"),
      { length: 32, special: false },
      { additionalSecretOutputs: ["result"] },
    );
    return pulumi.secret(password.result);
  }

  /** After the charts, because the operator's webhook, where there is one, judges each rule. */
  private createRules({ context, settings, stack, namespaces }: ObservabilityArgs, facts: RuleFacts): void {
    const dependsOn = [...namespaces(settings.namespace), ...this.installed];
    for (const { name, configPath: path, spec } of ruleObjects(facts, stack)) {
      this.make(
        "rules",
        k8s.apiextensions.CustomResource,
        this.child(`rules-${name}`),
        {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "PrometheusRule",
          metadata: {
            name,
            namespace: settings.namespace,
            labels: commonLabels(context, { name, component: "observability" }),
            annotations: configPath(path),
          },
          spec,
        },
        { dependsOn },
      );
    }
  }

  /** ConfigMaps that a container beside Grafana looks for, by their label. */
  private createDashboards({ context, settings, stack, namespaces }: ObservabilityArgs, facts: RuleFacts): void {
    const dependsOn = namespaces(settings.namespace);
    for (const { name, folder, configPath: path, data } of dashboardsOf(facts.on, settings.grafana.cloudWatch, stack)) {
      this.make(
        "dashboard",
        k8s.core.v1.ConfigMap,
        this.child(name),
        {
          metadata: {
            name,
            namespace: settings.namespace,
            labels: { ...commonLabels(context, { name, component: "observability" }), [dashboardLabel]: "1" },
            annotations: { ...configPath(path), [folderAnnotation]: folder },
          },
          data,
        },
        { dependsOn },
      );
    }
  }

  private createAdminSecret(
    { context, namespaces, settings: { namespace } }: ObservabilityArgs,
    password: pulumi.Output<string>,
  ): pulumi.Resource {
    return this.make(
      "adminSecret",
      k8s.core.v1.Secret,
      this.child("grafana-admin"),
      {
        metadata: {
          name: adminSecret.name,
          namespace,
          labels: commonLabels(context, { name: "grafana", component: "observability" }),
          annotations: configPath("observability.grafana"),
        },
        stringData: { [adminSecret.userKey]: "admin", [adminSecret.passwordKey]: password },
      },
      { dependsOn: namespaces(namespace) },
    );
  }
}

/** What rules are made from: the set of add-ons, the namespaces that they run in, and the settings. */
export function ruleFacts(
  addons: ResolvedAddon[],
  { runbooks }: Pick<ObservabilitySettings, "runbooks">,
  { costCeilingUsd }: Pick<ObservedStack, "costCeilingUsd">,
): RuleFacts {
  const names = new Set(addons.map(({ addon }) => addon.name));
  const namespaces = addons.flatMap(
    ({ addon, settings }) => addon.namespaces?.(settings).map(({ name }) => name) ?? [],
  );
  return {
    on: (addon) => names.has(addon),
    runbooks,
    platformNamespaces: [...new Set(["kube-system", ...namespaces])].sort(),
    costCeilingUsd,
  };
}

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { AddonObject } from "../platform-addons/addon";
import { createAwsParts } from "../platform-addons/aws-parts";
import { chartFacts, installChart, remoteFacts } from "../platform-addons/install";
import { homeOf, inOrder, installObject, objectName } from "../platform-addons/install-object";
import { namespaceNamesOf, type ResolvedAddon } from "../platform-addons/resolve";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import type { NamespaceResources } from "../shared/refs";
import { type Transform, transformed } from "../shared/transform";
import type { IdentityMode } from "../identity/workload-identity";
import type { RuleFacts } from "../platform-addons/monitoring/rule";
import {
  adminSecret,
  dashboardLabel,
  folderAnnotation,
} from "../platform-addons/catalog/kube-prometheus-stack/grafana-values";
import type { ObservabilitySettings } from "./settings";
import { type ObservedStack, dashboardsOf, ruleObjects } from "./view";
import { stackName } from "../platform-addons/catalog/kube-prometheus-stack/address";

export interface ObservabilityArgs {
  context: PlatformContext;
  /** Everything that `resolveAddons` decided; this component installs those that are its own. */
  addons: ResolvedAddon[];
  settings: ObservabilitySettings;
  /** What is observed: services with metrics, and what the stack may cost. */
  stack: ObservedStack;
  /** Where its charts go, each after its own. */
  namespaces: NamespaceResources;
  /** How pods get AWS credentials; the values were made for the same mode. */
  identity?: { mode: IdentityMode; oidcIssuer?: pulumi.Input<string> };
  /** Last word on the values of a chart, by its name. */
  transform?: Partial<Record<string, Transform<Record<string, unknown>>>>;
}

/**
 * Metrics, alerts and dashboards of the platform: Prometheus, Alertmanager, Grafana and their exporters from one chart,
 * the rules and dashboards of the platform and of each service, and the password of Grafana's administrator.
 *
 * Cost: the volumes of each copy of Prometheus and Alertmanager and of Grafana, and room on the system pool.
 */
export class Observability extends PlatformComponent {
  /** Password of Grafana's administrator: a secret, in the state and in the cluster alone. None where a stack has its own. */
  readonly grafanaPassword: pulumi.Output<string> | undefined;
  /** What an object must depend on that the monitoring stack shall find, for example a dashboard. */
  readonly installed: pulumi.Resource[];

  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    const mine = args.addons.filter(({ addon }) => addon.component === "observability");
    const charts = mine.filter(({ deliverer }) => deliverer !== "argocd");
    const facts = remoteFacts(charts.map((one) => [`${name}-${one.addon.name}`, chartFacts(one)]));
    super("observability", "Observability", name, opts, undefined, facts);
    this.grafanaPassword = args.settings.grafana.adminSecret ? undefined : this.createPassword();
    const parts = mine.flatMap((resolved) =>
      createAwsParts(resolved, args, {
        child: (suffix) => this.child(suffix),
        opts: () => this.opts(),
        storeOpts: () => this.storeOpts(),
      }),
    );
    const before = mine.flatMap((one) => {
      const { traffic, mounted } = inOrder(one);
      return this.createObjects(one, [...traffic, ...mounted], args, []);
    });
    this.installed = this.createCharts(mine, args, [...parts, ...before]);
    for (const one of mine) this.createObjects(one, inOrder(one).then, args, this.installed);
    const rules = ruleFacts(args.addons, args.settings, args.stack);
    this.createRules(args, rules);
    this.createDashboards(args, rules);
    this.registerOutputs({ charts: mine.map(({ addon }) => addon.name) });
  }

  /** In order: what reads Prometheus comes when it is there. */
  private createCharts(mine: ResolvedAddon[], args: ObservabilityArgs, parts: pulumi.Resource[]): pulumi.Resource[] {
    const charts: pulumi.Resource[] = [...parts];
    for (const resolved of mine) {
      const password = resolved.addon.name === stackName ? this.grafanaPassword : undefined;
      const secrets = password ? [this.createAdminSecret(resolved, args, password)] : [];
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

  /** Network policies of the charts' pods, or instances of what they serve. */
  private createObjects(
    { addon }: ResolvedAddon,
    objects: AddonObject[],
    { context, namespaces }: ObservabilityArgs,
    dependsOn: pulumi.Resource[],
  ): pulumi.Resource[] {
    return objects.map((object) => {
      const name = this.child(`${addon.name}-${objectName(object)}`);
      const home = homeOf(object, namespaces);
      return installObject(name, addon, object, context, this.opts({ dependsOn: [...home, ...dependsOn] }));
    });
  }

  /** After the charts, because the operator's webhook, where there is one, judges each rule. */
  private createRules({ context, settings, stack, namespaces }: ObservabilityArgs, facts: RuleFacts): void {
    const dependsOn = [...namespaces(settings.namespace), ...this.installed];
    for (const { name, configPath: path, spec } of ruleObjects(facts, stack)) {
      new k8s.apiextensions.CustomResource(
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
        this.opts({ dependsOn }),
      );
    }
  }

  /** ConfigMaps that a container beside Grafana looks for, by their label. */
  private createDashboards({ context, settings, stack, namespaces }: ObservabilityArgs, facts: RuleFacts): void {
    const dependsOn = namespaces(settings.namespace);
    for (const { name, folder, configPath: path, data } of dashboardsOf(facts.on, settings.grafana.cloudWatch, stack)) {
      new k8s.core.v1.ConfigMap(
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
        this.opts({ dependsOn }),
      );
    }
  }

  private createAdminSecret(
    { namespace }: ResolvedAddon,
    { context, namespaces }: ObservabilityArgs,
    password: pulumi.Output<string>,
  ): pulumi.Resource {
    return new k8s.core.v1.Secret(
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
      this.opts({ dependsOn: namespaces(namespace) }),
    );
  }

  private createChart(resolved: ResolvedAddon, args: ObservabilityArgs, earlier: pulumi.Resource[]) {
    const values = transformed(resolved.values, args.transform?.[resolved.addon.name]);
    const dependsOn = [...args.namespaces(...namespaceNamesOf(resolved)), ...earlier];
    return installChart(this.child(resolved.addon.name), { ...resolved, values }, this.opts({ dependsOn }));
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

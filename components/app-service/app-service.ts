import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type IdentityMode, WorkloadIdentity } from "../identity/workload-identity";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { selectorLabels } from "../shared/labels";
import type { DoorRef, NamespaceRef, PoolRef } from "../shared/refs";
import { transformed, type Transform } from "../shared/transform";
import { autoscalerSpec } from "./scaling/autoscaling";
import { hasIdentity, identityPolicy } from "./aws-settings";
import { configMapPlan, type ConfigMapPlan } from "./config/config-map";
import { deploymentAnnotations, deploymentSpec } from "./pod/deployment";
import { budgetSpec } from "./scaling/disruption";
import { imageReference } from "./pod/image";
import { objectMetadata, serviceLabels } from "./metadata";
import { networkPolicySpec } from "./traffic/network-policy";
import type { Edges } from "./traffic/peers";
import { serviceSpec } from "./traffic/ports";
import { routePlans, routeUrls, type RoutePlan } from "./traffic/route";
import { ServiceRoutes, type ServiceRoutesTransform } from "./traffic/service-routes";
import type { ServiceSettings } from "./settings";

/** One slot per child: a function that gets its finished arguments and returns those to use, applied last. */
export interface AppServiceTransform extends ServiceRoutesTransform {
  serviceAccount?: Transform<k8s.core.v1.ServiceAccountArgs>;
  configMap?: Transform<k8s.core.v1.ConfigMapArgs>;
  deployment?: Transform<k8s.apps.v1.DeploymentArgs>;
  service?: Transform<k8s.core.v1.ServiceArgs>;
  autoscaler?: Transform<k8s.autoscaling.v2.HorizontalPodAutoscalerArgs>;
  disruptionBudget?: Transform<k8s.policy.v1.PodDisruptionBudgetArgs>;
  networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
}

export interface AppServiceArgs {
  context: PlatformContext;
  settings: ServiceSettings;
  namespace: NamespaceRef;
  /** Pools by name. */
  pools: Record<string, PoolRef>;
  /** Doors by name. */
  doors: Record<string, DoorRef>;
  /** Who it calls and who calls it, from `edgesOf`. */
  edges: Edges;
  /** Registry that relative repositories are below, from `imageRegistry`. */
  registry: string;
  /** Domain that hosts without a dot are below. */
  domain: string;
  /** Range of the VPC, for `postgres` and `redis` of `egress`. */
  vpcCidr: string;
  /** Namespace of Prometheus; left out where nothing scrapes. */
  monitoringNamespace?: string;
  /** How pods get AWS credentials where the service does not say: `identity` of the cluster. */
  identity: IdentityMode;
  /** Issuer of the cluster without `https://`; needed with `irsa` only. */
  oidcIssuer?: pulumi.Input<string>;
  transform?: AppServiceTransform;
}

/**
 * An application of the stack: a Deployment with everything that keeps it up, in and safe — Service, ServiceAccount,
 * autoscaler, disruption budget, network policy, routes, ConfigMap and AWS identity, as far as its settings ask for them.
 *
 * Named like the service. Cost: none of its own; its requests are what nodes are needed for.
 */
export class AppService extends PlatformComponent {
  /** Addresses from outside; none without routes. */
  readonly urls: string[];
  /** ARN of its AWS role, plain; undefined without one. */
  readonly roleArn: string | undefined;
  /** The Deployment, for what must come after it. */
  readonly deployment: k8s.apps.v1.Deployment;

  constructor(name: string, args: AppServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("app-service", "AppService", name, opts);
    const routes = routePlans(name, args.settings.routes, args.doors, args.domain);
    const config = configMapPlan(name, args.settings.config);

    const identity = this.createIdentity(args);
    this.roleArn = identity?.roleArn;
    const policy = this.createNetworkPolicy(args, routes);
    const account = this.createServiceAccount(args, identity);
    const configMap = this.createConfigMap(args, config);
    this.deployment = this.createDeployment(args, config, [account, policy, identity, configMap]);
    const service = this.createService(args);
    this.createAutoscaler(args);
    this.createDisruptionBudget(args);
    if (service) this.createRoutes(args, routes, service);

    this.urls = routeUrls(routes);
    this.registerOutputs({ urls: this.urls, roleArn: this.roleArn });
  }

  private createIdentity(args: AppServiceArgs): WorkloadIdentity | undefined {
    const { context, settings, namespace, oidcIssuer } = args;
    const { aws } = settings;
    if (!hasIdentity(aws)) return undefined;
    const policy = identityPolicy(aws);
    return new WorkloadIdentity(
      this.child("identity"),
      {
        context,
        namespace: namespace.name,
        serviceAccount: this.componentName,
        mode: aws.mode ?? args.identity,
        ...(policy ? { policy } : {}),
        managedPolicyArns: aws.managedPolicies,
        ...(oidcIssuer === undefined ? {} : { oidcIssuer }),
      },
      this.opts(),
    );
  }

  private createServiceAccount(args: AppServiceArgs, identity: WorkloadIdentity | undefined): pulumi.Resource {
    const account = {
      metadata: this.metadata(args, this.componentName, identity?.serviceAccountAnnotations),
      automountServiceAccountToken: false,
    };
    const { transform } = args;
    return new k8s.core.v1.ServiceAccount(
      this.componentName,
      transformed<k8s.core.v1.ServiceAccountArgs>(account, transform?.serviceAccount),
      this.opts(),
    );
  }

  private createConfigMap(args: AppServiceArgs, config: ConfigMapPlan | undefined): pulumi.Resource | undefined {
    if (!config) return undefined;
    const map = { metadata: this.metadata(args, config.name), immutable: true, data: config.data };
    return new k8s.core.v1.ConfigMap(
      this.child("config"),
      transformed<k8s.core.v1.ConfigMapArgs>(map, args.transform?.configMap),
      this.opts(),
    );
  }

  private createDeployment(
    args: AppServiceArgs,
    config: ConfigMapPlan | undefined,
    before: (pulumi.Resource | undefined)[],
  ): k8s.apps.v1.Deployment {
    const { settings, pools, registry, transform } = args;
    const spec = deploymentSpec({
      name: this.componentName,
      settings,
      image: imageReference(settings.image, registry),
      selector: selectorLabels(this.componentName),
      podLabels: serviceLabels(args, this.componentName),
      pool: settings.pool === undefined ? undefined : pools[settings.pool],
      config,
    });
    const deployment = { metadata: this.metadata(args, this.componentName, deploymentAnnotations(settings)), spec };
    return new k8s.apps.v1.Deployment(
      this.componentName,
      transformed<k8s.apps.v1.DeploymentArgs>(deployment, transform?.deployment),
      this.opts({ dependsOn: before.filter((resource) => resource !== undefined) }),
    );
  }

  private createService(args: AppServiceArgs): k8s.core.v1.Service | undefined {
    const { settings, transform } = args;
    const spec = serviceSpec(settings, selectorLabels(this.componentName));
    if (!spec) return undefined;
    const service = { metadata: this.metadata(args, this.componentName), spec };
    return new k8s.core.v1.Service(
      this.componentName,
      transformed<k8s.core.v1.ServiceArgs>(service, transform?.service),
      this.opts(),
    );
  }

  private createAutoscaler(args: AppServiceArgs): void {
    const spec = autoscalerSpec(this.componentName, args.settings.scaling);
    if (!spec) return;
    const autoscaler = { metadata: this.metadata(args, this.componentName), spec };
    new k8s.autoscaling.v2.HorizontalPodAutoscaler(
      this.componentName,
      transformed<k8s.autoscaling.v2.HorizontalPodAutoscalerArgs>(autoscaler, args.transform?.autoscaler),
      this.opts({ dependsOn: [this.deployment] }),
    );
  }

  private createDisruptionBudget(args: AppServiceArgs): void {
    const { disruption, scaling } = args.settings;
    const spec = budgetSpec(disruption, scaling, selectorLabels(this.componentName));
    if (!spec) return;
    const budget = { metadata: this.metadata(args, this.componentName), spec };
    new k8s.policy.v1.PodDisruptionBudget(
      this.componentName,
      transformed<k8s.policy.v1.PodDisruptionBudgetArgs>(budget, args.transform?.disruptionBudget),
      this.opts(),
    );
  }

  private createNetworkPolicy(args: AppServiceArgs, routes: RoutePlan[]): pulumi.Resource {
    const { settings, edges, vpcCidr, transform } = args;
    const spec = networkPolicySpec({
      settings,
      selector: selectorLabels(this.componentName),
      edges,
      doors: routes.map(({ door }) => door),
      monitoringNamespace: args.monitoringNamespace,
      vpcCidr,
      identity: args.identity,
    });
    const policy = { metadata: this.metadata(args, this.componentName), spec };
    return new k8s.networking.v1.NetworkPolicy(
      this.componentName,
      transformed<k8s.networking.v1.NetworkPolicyArgs>(policy, transform?.networkPolicy),
      this.opts(),
    );
  }

  private createRoutes(args: AppServiceArgs, routes: RoutePlan[], service: k8s.core.v1.Service): void {
    const { settings, transform } = args;
    if (settings.port === "none" || !routes.length) return;
    new ServiceRoutes(
      this.componentName,
      {
        service: this.componentName,
        settings,
        port: settings.port,
        routes,
        metadata: (name) => this.metadata(args, name),
        ...(transform ? { transform } : {}),
      },
      this.opts({ dependsOn: [service] }),
    );
  }

  private metadata(args: AppServiceArgs, name: string, annotations?: Record<string, string>) {
    return objectMetadata(args, this.componentName, name, annotations);
  }
}

import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { WorkloadIdentity } from "../identity/workload-identity";
import { PlatformComponent } from "../shared/component";
import { noGrant } from "../shared/grant";
import { sharedFields, sharedOptions } from "../shared/field-owners";
import { selectorLabels } from "../shared/labels";
import type { AppServiceArgs } from "./args";
import { hasIdentity, identityPolicy } from "./aws-settings";
import { configMapPlan, type ConfigMapPlan } from "./config/config-map";
import { createSecretClasses } from "./config/secret-classes";
import { createMesh } from "./mesh/service-mesh";
import { objectMetadata } from "./metadata";
import type { ServiceOwner } from "./owner";
import { createMonitor } from "./monitoring/monitor";
import { createClaims } from "./pod/claims";
import { createWorkload } from "./pod/workload";
import { isProgressive, newVersionService } from "./rollout/strategy";
import { createScaler } from "./scaling/scaler";
import { certificateName, createCertificate } from "./tls/certificate";
import { networkPolicySpec } from "./traffic/network-policy";
import { serviceSpec } from "./traffic/ports";
import { routePlans, routeUrls, type RoutePlan } from "./traffic/route";
import { targetHealth } from "./traffic/target-health";
import { ServiceRoutes } from "./traffic/service-routes";
import type { AppServiceTransform } from "./transform";

export type { AppServiceArgs } from "./args";
export type { AppServiceTransform } from "./transform";

/**
 * An application of the stack: a Deployment with everything that keeps it up, in and safe — Service, ServiceAccount,
 * autoscaler, disruption budget, network policy, routes, ConfigMap and AWS identity, as far as its settings ask for them.
 *
 * Named like the service. Cost: none of its own; its requests are what nodes are needed for.
 */
export class AppService extends PlatformComponent<AppServiceTransform> {
  /** Addresses from outside; none without routes. */
  readonly urls: string[];
  /** ARN of its AWS role, plain; undefined without one. */
  readonly roleArn: string | undefined;
  /** What runs the pods, for what must come after it. */
  readonly workload: pulumi.Resource;

  constructor(name: string, args: AppServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("app-service", "AppService", name, opts, args.transform);
    const routes = routePlans(name, args.settings.routes, args.gateways, args.domain);
    const config = configMapPlan(name, args.settings.config);

    const identity = this.createIdentity(args);
    this.roleArn = identity?.roleArn;
    const policy = this.createNetworkPolicy(args, routes);
    const account = this.createServiceAccount(args, identity);
    const configMap = this.createConfigMap(args, config);
    const owner = this.owner(args);
    const needed = [account, policy, identity, configMap].filter((resource) => resource !== undefined);
    const before = [...needed, ...createClaims(owner), ...createCertificate(owner), ...createSecretClasses(owner)];
    const workload = createWorkload(owner, config, before);
    this.workload = workload.resource;
    const service = this.createService(args);
    createScaler(owner, workload.target, workload.resource);
    createMonitor(owner);
    if (service) this.createRoutes(args, routes, service);
    createMesh(owner, routes);

    this.urls = routeUrls(routes);
    this.registerOutputs({ urls: this.urls, roleArn: this.roleArn });
  }

  private createIdentity(args: AppServiceArgs): WorkloadIdentity | undefined {
    const { context, settings, namespace, oidcIssuer, grant = noGrant, transform } = args;
    const { aws } = settings;
    if (!hasIdentity(aws) && !grant.statements.length) return undefined;
    const policy = identityPolicy(aws, grant.statements);
    return new WorkloadIdentity(
      this.child("identity"),
      {
        context,
        namespace: namespace.name,
        serviceAccount: this.componentName,
        mode: aws.mode ?? args.identity,
        policy,
        managedPolicyArns: aws.managedPolicies,
        transform: transform?.identity,
        oidcIssuer,
      },
      this.opts(),
    );
  }

  private createServiceAccount(args: AppServiceArgs, identity: WorkloadIdentity | undefined): pulumi.Resource {
    const account = {
      metadata: this.metadata(args, this.componentName, identity?.serviceAccountAnnotations),
      automountServiceAccountToken: false,
    };
    return this.make("serviceAccount", k8s.core.v1.ServiceAccount, this.componentName, account);
  }

  private createConfigMap(args: AppServiceArgs, config: ConfigMapPlan | undefined): pulumi.Resource | undefined {
    if (!config) return undefined;
    const map = { metadata: this.metadata(args, config.name), immutable: true, data: config.data };
    return this.make("configMap", k8s.core.v1.ConfigMap, this.child("config"), map);
  }

  private createService(args: AppServiceArgs): k8s.core.v1.Service | undefined {
    const { settings } = args;
    const spec = serviceSpec(settings, selectorLabels(this.componentName));
    if (!spec) return undefined;
    const service = { metadata: this.metadata(args, this.componentName), spec };
    return this.make(
      "service",
      k8s.core.v1.Service,
      this.componentName,
      service,
      isProgressive(settings) ? sharedOptions(sharedFields.rolloutService) : {},
    );
  }

  private createNetworkPolicy(args: AppServiceArgs, routes: RoutePlan[]): pulumi.Resource {
    const { settings, edges, vpcCidr, grant = noGrant } = args;
    const spec = networkPolicySpec({
      settings,
      selector: selectorLabels(this.componentName),
      edges,
      gateways: routes.map(({ gateway }) => gateway),
      monitoringNamespace: args.monitoringNamespace,
      vpcCidr,
      identity: args.identity,
      telemetry: settings.traces ? args.telemetry : undefined,
      grant,
    });
    const policy = { metadata: this.metadata(args, this.componentName), spec };
    return this.make("networkPolicy", k8s.networking.v1.NetworkPolicy, this.componentName, policy);
  }

  private createRoutes(args: AppServiceArgs, routes: RoutePlan[], service: k8s.core.v1.Service): void {
    const { settings, transform } = args;
    if (settings.port === "none" || !routes.length) return;
    const newVersion = newVersionService(this.componentName, settings, args.namespace.mesh);
    new ServiceRoutes(
      this.componentName,
      {
        service: this.componentName,
        newVersion: newVersion === undefined ? undefined : { service: newVersion, share: !!settings.rollout.canary },
        health: targetHealth(settings),
        tls: settings.tls && { secret: certificateName(this.componentName), namespace: args.namespace.name },
        port: settings.port,
        routes,
        metadata: (name) => this.metadata(args, name),
        failover: args.failover,
        transform,
      },
      this.opts({ dependsOn: [service] }),
    );
  }

  private owner(args: AppServiceArgs): ServiceOwner {
    return {
      name: this.componentName,
      args,
      child: (suffix) => this.child(suffix),
      make: this.make,
      metadata: (name, annotations) => this.metadata(args, name, annotations),
    };
  }

  private metadata(args: AppServiceArgs, name: string, annotations?: Record<string, string>) {
    return objectMetadata(args, this.componentName, name, annotations);
  }
}

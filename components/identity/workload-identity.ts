import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PlatformContext } from "../shared/context";
import { PlatformComponent } from "../shared/component";
import { boundedName, maxIamRoleName } from "../shared/naming";
import type { Transform } from "../shared/transform";
import { type PolicyDocument, podIdentityTrust, irsaTrust } from "./policy-document";

/** How a pod gets its AWS credentials. */
export type IdentityMode = "pod-identity" | "irsa";

/** Slots of an identity. */
export interface WorkloadIdentityTransform {
  /** Default: one service account of one cluster may take it. */
  role?: Transform<aws.iam.RoleArgs>;
  /** What the role may do, where `policy` says so. Default: that and no more. */
  policy?: Transform<aws.iam.RolePolicyArgs>;
  /** Called for each managed policy. Default: those that AWS maintains for the component. */
  policyAttachment?: Transform<aws.iam.RolePolicyAttachmentArgs>;
  /** What ties role and service account together, with Pod Identity. Default: with the session tags that the trust checks. */
  association?: Transform<aws.eks.PodIdentityAssociationArgs>;
}

export interface WorkloadIdentityArgs {
  context: PlatformContext;
  /** Namespace of the service account. */
  namespace: string;
  /** Name of the service account; the only one that may take the role. */
  serviceAccount: string;
  /**
   * `pod-identity`: EKS Pod Identity, no annotation and no unknown value in any Kubernetes object. `irsa`: an OIDC trust
   * and an annotation on the service account, for what Pod Identity can't serve (Fargate).
   */
  mode: IdentityMode;
  /** What the role may do. */
  policy?: PolicyDocument;
  /** ARNs of managed policies, where AWS maintains the permissions of the component. */
  managedPolicyArns?: string[];
  /** Issuer of the cluster without `https://`; needed by `irsa` only. */
  oidcIssuer?: pulumi.Input<string>;
  /** False where something else makes the Pod Identity association: an EKS add-on makes its own. Default true. */
  associate?: boolean;
  transform?: WorkloadIdentityTransform;
}

/**
 * An AWS identity for exactly one Kubernetes service account.
 *
 * Creates an IAM role whose trust policy admits that service account of that cluster and nothing else, its permissions,
 * and (Pod Identity) the association. No cost.
 */
export class WorkloadIdentity extends PlatformComponent<WorkloadIdentityTransform> {
  /** ARN of the role, built from account and name and so known at preview. */
  readonly roleArn: string;
  /** Annotations that the service account must carry: empty with Pod Identity. */
  readonly serviceAccountAnnotations: Record<string, string>;

  constructor(name: string, args: WorkloadIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("identity", "WorkloadIdentity", name, opts, args.transform);
    const { context } = args;
    const roleName = workloadRoleName(context, args.namespace, args.serviceAccount);
    this.roleArn = workloadRoleArn(context, args.namespace, args.serviceAccount);
    this.serviceAccountAnnotations = args.mode === "irsa" ? irsaAnnotation(this.roleArn) : {};

    const role = this.createRole(roleName, args);
    this.attachPermissions(role, args);
    if (args.mode === "pod-identity" && args.associate !== false) this.associate(role, args);
    this.registerOutputs({ roleArn: this.roleArn });
  }

  private createRole(roleName: string, args: WorkloadIdentityArgs): aws.iam.Role {
    const trust = args.mode === "irsa" ? irsaTrust(args) : podIdentityTrust(args);
    return this.make("role", aws.iam.Role, this.componentName, {
      name: roleName,
      description: `Service account ${args.namespace}/${args.serviceAccount} of ${args.context.clusterName}`,
      assumeRolePolicy: pulumi.output(trust).apply((document) => JSON.stringify(document)),
    });
  }

  private attachPermissions(role: aws.iam.Role, args: WorkloadIdentityArgs): void {
    if (args.policy) {
      this.make("policy", aws.iam.RolePolicy, this.componentName, {
        name: "permissions",
        role: role.name,
        policy: JSON.stringify(args.policy),
      });
    }
    for (const policyArn of args.managedPolicyArns ?? []) {
      const suffix = policyArn.split("/").pop() ?? policyArn;
      const attachment = { role: role.name, policyArn };
      this.make("policyAttachment", aws.iam.RolePolicyAttachment, this.child(suffix), attachment);
    }
  }

  private associate(role: aws.iam.Role, args: WorkloadIdentityArgs): void {
    this.make("association", aws.eks.PodIdentityAssociation, this.componentName, {
      clusterName: args.context.clusterName,
      namespace: args.namespace,
      serviceAccount: args.serviceAccount,
      roleArn: role.arn,
    });
  }
}

/** Name of the role of a service account. */
function workloadRoleName(context: PlatformContext, namespace: string, serviceAccount: string): string {
  return boundedName(`${context.clusterName}-${namespace}-${serviceAccount}`, maxIamRoleName);
}

/** ARN of the role of a service account: plain, for values that are decided before the role is registered. */
export function workloadRoleArn(context: PlatformContext, namespace: string, serviceAccount: string): string {
  const name = workloadRoleName(context, namespace, serviceAccount);
  return `arn:${context.partition}:iam::${context.accountId}:role/${name}`;
}

/** Annotation by which a service account takes a role without Pod Identity. */
export function irsaAnnotation(roleArn: string): Record<string, string> {
  return { "eks.amazonaws.com/role-arn": roleArn };
}

import * as pulumi from "@pulumi/pulumi";
import type { PlatformContext } from "../shared/context";

/** One statement of an IAM policy. */
export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  /** Only in policies of a resource (a key, a bucket): who the statement is about. */
  Principal?: Record<string, string | string[]>;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** An IAM policy document: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: PolicyStatement[];
}

/** Who may take a role. */
export interface TrustDocument {
  Version: "2012-10-17";
  Statement: {
    Effect: "Allow";
    Principal: Record<string, pulumi.Input<string>>;
    Action: string[];
    Condition?: pulumi.Input<Record<string, Record<string, string>>>;
  }[];
}

interface ServiceAccountRef {
  context: PlatformContext;
  namespace: string;
  serviceAccount: string;
  oidcIssuer?: pulumi.Input<string>;
}

/** A policy document from its statements. */
export function policyDocument(...statements: PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** Trust for an AWS service, for example `ec2.amazonaws.com` for nodes. */
export function serviceTrust(service: string): TrustDocument {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: ["sts:AssumeRole"] }],
  };
}

/**
 * Trust for the control plane, narrowed to the stack's own cluster: EKS acting for another's can't take the role.
 * https://docs.aws.amazon.com/eks/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export function controlPlaneTrust(context: PlatformContext): TrustDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "eks.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: {
          StringEquals: { "aws:SourceAccount": context.accountId },
          ArnLike: { "aws:SourceArn": clusterArn(context) },
        },
      },
    ],
  };
}

/**
 * Trust for EKS Pod Identity, narrowed by the session tags that EKS sets to one service account of one cluster: without
 * them any association in the account could take the role. The ARN of the cluster names the account as well, so that
 * `aws:SourceAccount` would add nothing. An association with `disableSessionTags` could not take the role.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html ("Setting Conditions"), pod-id-abac.html (the tags)
 */
export function podIdentityTrust(ref: ServiceAccountRef): TrustDocument {
  const { context } = ref;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:RequestTag/eks-cluster-arn": clusterArn(context),
            "aws:RequestTag/kubernetes-namespace": ref.namespace,
            "aws:RequestTag/kubernetes-service-account": ref.serviceAccount,
          },
        },
      },
    ],
  };
}

/**
 * Trust for IAM roles for service accounts, narrowed to one subject and the audience of STS.
 * https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function irsaTrust(ref: ServiceAccountRef): TrustDocument {
  const { context } = ref;
  if (ref.oidcIssuer === undefined) {
    throw new Error(`Identity of ${ref.namespace}/${ref.serviceAccount}: irsa needs the cluster's OIDC issuer.`);
  }
  const issuer = pulumi.output(ref.oidcIssuer);
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: {
          Federated: pulumi.interpolate`arn:${context.partition}:iam::${context.accountId}:oidc-provider/${issuer}`,
        },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: issuer.apply((host) => ({
          StringEquals: {
            [`${host}:sub`]: `system:serviceaccount:${ref.namespace}:${ref.serviceAccount}`,
            [`${host}:aud`]: "sts.amazonaws.com",
          },
        })),
      },
    ],
  };
}

/** ARN of the stack's cluster, known before the cluster is. */
export function clusterArn(context: PlatformContext): string {
  return `arn:${context.partition}:eks:${context.region}:${context.accountId}:cluster/${context.clusterName}`;
}

import { type Expectation, account, arn } from "./expectation";

const image = arn("ecr", "repository/api");
const login = { action: "ecr:GetAuthorizationToken", on: "*" };
const pulls = ["ecr:BatchGetImage", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer"].map((action) => ({
  action,
  on: image,
}));
const notOfImages = {
  "push an image": { action: "ecr:PutImage", on: image },
  "delete an image": { action: "ecr:BatchDeleteImage", on: image },
  "pull an image of another account": {
    action: "ecr:BatchGetImage",
    on: "arn:aws:ecr:us-east-1:210987654321:repository/api",
  },
  "pull an image of another region": {
    action: "ecr:BatchGetImage",
    on: `arn:aws:ecr:eu-west-1:${account}:repository/api`,
  },
};
const key = arn("kms", "key/11111111-2222-3333-4444-555555555555");
const other = arn("kms", "key/99999999-2222-3333-4444-555555555555");
const own = { "kms:ResourceAliases": ["alias/acme-vault"] };

/** Source of the needs: https://developer.hashicorp.com/vault/docs/configuration/seal/awskms */
export const vault: Expectation = {
  addon: "vault",
  serviceAccount: "vault",
  mayDo: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"].map((action) => ({ action, on: key, with: own })),
  mayNot: {
    "use a key of another alias": {
      action: "kms:Decrypt",
      on: other,
      with: { "kms:ResourceAliases": ["alias/acme-volumes"] },
    },
    "use a key without an alias": { action: "kms:Decrypt", on: other },
    "delete its key": { action: "kms:ScheduleKeyDeletion", on: key, with: own },
    "let others use its key": { action: "kms:CreateGrant", on: key, with: own },
    "take the alias": { action: "kms:UpdateAlias", on: key, with: own },
  },
};

/** Source of the needs: what a pull calls, https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
export const trivyOperator: Expectation = {
  addon: "trivy-operator",
  serviceAccount: "trivy-operator",
  mayDo: [login, ...pulls],
  mayNot: notOfImages,
};

/** Source of the needs: sigstore/policy-controller, tag v0.13.1, examples/policies/signed-by-aws-kms-key.yaml. */
export const policyController: Expectation = {
  addon: "policy-controller",
  serviceAccount: "policy-controller-webhook",
  settings: { namespaces: ["shop"], signatures: { own: { signedBy: { type: "kms", keyArn: key } } } },
  mayDo: [
    login,
    ...pulls,
    ...["kms:DescribeKey", "kms:GetPublicKey", "kms:Verify"].map((action) => ({ action, on: key })),
  ],
  mayNot: {
    ...notOfImages,
    "sign an image": { action: "kms:Sign", on: key },
    "read another key": { action: "kms:GetPublicKey", on: other },
  },
};

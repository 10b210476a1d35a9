import { expect } from "chai";
import { accessPolicyArn } from "../../../components/cluster/access";
import { kubeconfig, kubeconfigCommand } from "../../../components/cluster/kubeconfig";
import { platformContext } from "../../support/builders";

const args = {
  clusterName: "acme",
  region: "us-east-1",
  endpoint: "https://api.example",
  certificateAuthority: "Y2E=",
};

describe("kubeconfig", () => {
  it("points to the cluster and trusts its authority", () => {
    expect(kubeconfig(args).clusters).to.deep.equal([
      { name: "acme", cluster: { server: "https://api.example", "certificate-authority-data": "Y2E=" } },
    ]);
    expect(kubeconfig(args)["current-context"]).to.equal("acme");
  });

  it("holds no credential: a token is asked for at each use", () => {
    expect(kubeconfig(args).users[0]?.user).to.deep.equal({
      exec: {
        apiVersion: "client.authentication.k8s.io/v1beta1",
        command: "aws",
        args: ["--region", "us-east-1", "eks", "get-token", "--cluster-name", "acme", "--output", "json"],
        interactiveMode: "Never",
      },
    });
  });

  it("takes the deployer's role for the token where there is one", () => {
    const { exec } = kubeconfig({ ...args, roleArn: "arn:aws:iam::123456789012:role/deploy" }).users[0]?.user ?? {};
    expect(exec?.args.slice(-2)).to.deep.equal(["--role-arn", "arn:aws:iam::123456789012:role/deploy"]);
  });

  it("is fetched by people with one command", () => {
    expect(kubeconfigCommand("acme", "us-east-1")).to.equal("aws eks update-kubeconfig --region us-east-1 --name acme");
  });
});

describe("access policies", () => {
  it("are those of the partition", () => {
    expect(accessPolicyArn(platformContext(), "edit")).to.equal(
      "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
    );
    expect(accessPolicyArn(platformContext({ partition: "aws-cn" }), "cluster-admin")).to.equal(
      "arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
    );
  });
});

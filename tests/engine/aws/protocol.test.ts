import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { expect } from "chai";
import { sdkVersion } from "./shapes";

const urn = "urn:pulumi:test::platform::aws:ec2/vpc:Vpc::net";

describe("the simulated AWS as a plugin", () => {
  let plugin: ChildProcess;
  let client: ResourceProviderClient;

  before(async () => {
    const env = { ...process.env, AWS_REGION: "eu-west-1", AWS_SIM_STATE: undefined };
    plugin = spawn(process.execPath, ["--require", "tsx/cjs", join(__dirname, "main.ts"), "127.0.0.1:1"], { env });
    const [line] = (await once(plugin.stdout ?? plugin, "data")) as [Buffer];
    client = new ResourceProviderClient(`127.0.0.1:${line.toString().trim()}`, grpc.credentials.createInsecure());
  });

  after(() => {
    client?.close();
    plugin?.kill();
  });

  const create = (inputs: Record<string, any>, preview: boolean) =>
    call<proto.CreateResponse>((done) =>
      client.create(
        new proto.CreateRequest().setUrn(urn).setPreview(preview).setProperties(Struct.fromJavaScript(inputs)),
        done,
      ),
    );

  it("says the version of @pulumi/aws that the program uses", async () => {
    const info = await call<{ getVersion(): string }>((done) => client.getPluginInfo(new Empty(), done));
    expect(info.getVersion()).to.equal(sdkVersion);
  });

  it("knows a VPC's id only once it is made", async () => {
    const inputs = { cidrBlock: "10.0.0.0/16" };
    expect((await create(inputs, true)).getId()).to.equal("");
    expect((await create(inputs, false)).getId()).to.match(/^vpc-0[0-9a-f]{16}$/);
  });

  it("answers an unknown function with its name, not with something made up", async () => {
    const request = new proto.InvokeRequest().setTok("aws:ec2/getAmi:getAmi");
    const error = await call((done) => client.invoke(request, done)).catch((failure: unknown) => failure);
    expect(error).to.include({
      details: "the function aws:ec2/getAmi:getAmi is not simulated (tests/engine/aws/functions.ts)",
    });
  });
});

function call<T>(start: (done: (error: grpc.ServiceError | null, value: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));
}

import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import type { Failure, SimulatedAws } from "./aws";
import { sdkVersion } from "./shapes";
import type { Values } from "./values";

const plain = (struct: Struct | undefined): Values => struct?.toJavaScript() ?? {};
const wire = (values: Values): Struct => Struct.fromJavaScript(JSON.parse(JSON.stringify(values)) as Values);

/** The type of a request: older engines say it in the URN only. */
function named(request: { getUrn(): string; getType(): string }): { type: string; urn: string } {
  const urn = request.getUrn();
  return { urn, type: request.getType() || (urn.split("::")[2]?.split("$").pop() ?? "") };
}

function checked(inputs: Values, failures: Failure[] = []): proto.CheckResponse {
  const response = new proto.CheckResponse();
  response.setInputs(wire(inputs));
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const failure = new proto.CheckFailure();
      failure.setProperty(property);
      failure.setReason(reason);
      return failure;
    }),
  );
  return response;
}

function changes(changed: boolean): proto.DiffResponse {
  const response = new proto.DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
  response.setChanges(changed ? DIFF_SOME : DIFF_NONE);
  return response;
}

/** A provider's config: each value is a string, and those that aren't plain are JSON. */
function config(request: proto.ConfigureRequest): Values {
  const args = plain(request.getArgs());
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [
      key,
      typeof value === "string" && /^([[{]|(true|false)$)/.test(value) ? (JSON.parse(value) as unknown) : value,
    ]),
  );
}

/** The handlers of the protocol, by the names that the service gives them. */
function handlers(aws: SimulatedAws) {
  return {
    getPluginInfo: () => new PluginInfo().setVersion(sdkVersion),
    getSchema: () => new proto.GetSchemaResponse().setSchema(JSON.stringify({ name: "aws", version: sdkVersion })),
    checkConfig: (request: proto.CheckRequest) => checked(plain(request.getNews())),
    diffConfig: () => changes(false),
    configure: (request: proto.ConfigureRequest) => {
      aws.configure(config(request));
      return new proto.ConfigureResponse().setSupportspreview(true);
    },
    invoke: (request: proto.InvokeRequest) =>
      new proto.InvokeResponse().setReturn(wire(aws.invoke(request.getTok(), plain(request.getArgs())))),
    check: (request: proto.CheckRequest) => {
      const random = Buffer.from(request.getRandomseed_asU8()).toString("hex");
      const result = aws.check(named(request), plain(request.getOlds()), plain(request.getNews()), random);
      return checked(result.inputs, result.failures);
    },
    diff: (request: proto.DiffRequest) => {
      const olds = plain(request.getOldInputs() ?? request.getOlds());
      const { changed, replaces, deleteBeforeReplace } = aws.diff(named(request), olds, plain(request.getNews()));
      const response = changes(changed.length > 0);
      response.setDiffsList(changed);
      response.setReplacesList(replaces);
      response.setDeletebeforereplace(deleteBeforeReplace);
      return response;
    },
    create: (request: proto.CreateRequest) => {
      const { id, outputs } = aws.create(named(request), plain(request.getProperties()), request.getPreview());
      return new proto.CreateResponse().setId(id).setProperties(wire(outputs));
    },
    read: (request: proto.ReadRequest) => {
      const known = [plain(request.getInputs()), plain(request.getProperties())] as const;
      const { id, inputs, outputs } = aws.read(named(request), request.getId(), ...known);
      return new proto.ReadResponse().setId(id).setInputs(wire(inputs)).setProperties(wire(outputs));
    },
    update: (request: proto.UpdateRequest) => {
      const [olds, news] = [plain(request.getOlds()), plain(request.getNews())];
      const outputs = aws.update(named(request), request.getId(), olds, news, request.getPreview());
      return new proto.UpdateResponse().setProperties(wire(outputs));
    },
    delete: (request: proto.DeleteRequest) => {
      aws.delete(named(request), request.getId(), plain(request.getOldInputs() ?? request.getProperties()));
      return new Empty();
    },
    cancel: () => new Empty(),
    attach: () => new Empty(),
  };
}

/** Answers a call, or says why not in words instead of a stack trace. */
function handler(answer: (request: any) => unknown): grpc.handleUnaryCall<any, any> {
  return (call, callback) => {
    try {
      callback(null, answer(call.request));
    } catch (error) {
      const details = error instanceof Error ? error.message : String(error);
      callback({ code: grpc.status.UNKNOWN, details });
    }
  };
}

/**
 * Serves a simulated account as the plugin `pulumi-resource-aws`.
 *
 * @returns the port, on this machine's own address.
 */
export function serve(aws: SimulatedAws): Promise<number> {
  const known: Record<string, (request: any) => unknown> = handlers(aws);
  const refuse = (method: string): grpc.handleUnaryCall<any, any> => {
    return (_call, callback) => callback({ code: grpc.status.UNIMPLEMENTED, details: method });
  };
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
  server.addService(
    ResourceProviderService,
    Object.fromEntries(
      Object.keys(ResourceProviderService).map((method) => {
        const answer = known[method];
        return [method, answer ? handler(answer) : refuse(method)];
      }),
    ),
  );
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

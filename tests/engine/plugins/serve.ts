import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";

export type Implementation = UntypedServiceImplementation;

/** A method with one request and one response, whose failure becomes the error that the engine shows. */
export function unary<Request, Response>(method: (request: Request) => Response | Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>): void => {
    Promise.resolve()
      .then(() => method(call.request))
      .then(
        (response) => done(null, response),
        (error: unknown) =>
          done({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}

/**
 * Serves a plugin on a free port of the loopback address and prints the port, as the engine expects. Methods that the
 * plugin leaves out are unimplemented. It ends with the engine, by signal or when its input ends.
 */
export function serve(service: ServiceDefinition, implementation: Implementation): void {
  const rest = Object.keys(service).filter((name) => !(name in implementation));
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  server.addService(service, {
    ...implementation,
    ...Object.fromEntries(rest.map((name) => [name, unimplemented(name)])),
  });
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(0));
}

function unimplemented(name: string) {
  return (call: { destroy?: (error: Error) => void }, done?: sendUnaryData<unknown>): void => {
    const error = { code: status.UNIMPLEMENTED, details: name };
    if (done) done(error);
    else call.destroy?.(Object.assign(new Error(name), error));
  };
}

// Stands in for the SDK, which is published as ES modules only.
export class Client {
  constructor(environment) {
    this.environment = environment;
  }
}

/// The ZVT protocol between a register (ECR) and a payment terminal (PT): PA00P015 rev. 13.08 and PA00P016
/// rev. 04.
///
/// A namespace. Layers from the wire upwards: `Link/`, `APDU/`, `Field/`, `Message/`, `Session/`.
public enum ZVT {}

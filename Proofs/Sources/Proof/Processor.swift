#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Seconds that this process has had of a processor: what a busy machine does not change.
func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

/// What was printed so far is seen, also in a file.
func flush() { fflush(nil) }

func leave(_ status: Int32) -> Never { exit(status) }

package dev.aftertalk.bench;

import java.util.stream.LongStream;

/**
 * A process and those it has started, as PostgreSQL is: what one used that has ended is counted with its parent's.
 *
 * @param root its number
 */
record ProcessTree(long root) {

    double cpuSeconds() {
        return Proc.endedChildrenCpuSeconds(root)
                + all().mapToDouble(Proc::cpuSeconds).sum();
    }

    /** @return what they had written to disks, in KiB */
    double written() {
        return all().mapToDouble(Proc::written).sum();
    }

    private LongStream all() {
        LongStream children = ProcessHandle.of(root).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid)
                .filter(Proc::runs);
        return LongStream.concat(LongStream.of(root), children);
    }
}

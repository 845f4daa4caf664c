package dev.aftertalk.bench;

import java.util.stream.LongStream;

/**
 * A process and those it has started, as PostgreSQL is: what one used that has ended is counted with its parent's.
 *
 * @param root its number
 * @param counted what counts how often they wait for the disk
 */
record ProcessTree(long root, Syncs counted) {

    double cpuSeconds() {
        return Proc.endedChildrenCpuSeconds(root)
                + all().mapToDouble(Proc::cpuSeconds).sum();
    }

    /** @return what they had written to disks, in KiB */
    double written() {
        return all().mapToDouble(Proc::written).sum();
    }

    /** @return how often they have waited for the disk since the start; NaN where that isn't counted */
    double syncs() {
        return counted.count();
    }

    private LongStream all() {
        LongStream children = ProcessHandle.of(root).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid)
                .filter(Proc::runs);
        return LongStream.concat(LongStream.of(root), children);
    }
}

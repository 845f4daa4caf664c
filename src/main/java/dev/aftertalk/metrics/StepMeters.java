package dev.aftertalk.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.springframework.stereotype.Component;

/**
 * Takes the time of each step of a workflow that does something: a kamelet, a call of another system, a bean. Which they are is decided when
 * the route is made, so that a run only adds three numbers.
 */
@Component
class StepMeters implements InterceptStrategy {

    private final Map<WorkflowStep, Meter> meters = new ConcurrentHashMap<>();

    /** Public for Camel, which finds it by its type. */
    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return WorkflowStep.of(definition)
                .<Processor>map(step -> new Timed(target, meters.computeIfAbsent(step, name -> new Meter())))
                .orElse(target);
    }

    /** What each step has counted since the start. */
    Map<WorkflowStep, StepCounts> counts() {
        Map<WorkflowStep, StepCounts> counts = new HashMap<>();
        meters.forEach((step, meter) -> counts.put(step, meter.counts()));
        return counts;
    }

    private static final class Meter {

        private final LongAdder calls = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        void add(boolean failure, long time) {
            calls.increment();
            nanos.add(time);
            if (failure) {
                failed.increment();
            }
        }

        StepCounts counts() {
            return new StepCounts(calls.sum(), failed.sum(), TimeUnit.NANOSECONDS.toMillis(nanos.sum()));
        }
    }

    private static final class Timed extends DelegateAsyncProcessor {

        private final Meter meter;

        Timed(Processor step, Meter meter) {
            super(step);
            this.meter = meter;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            long begun = System.nanoTime();
            return super.process(exchange, sync -> {
                meter.add(exchange.isFailed(), System.nanoTime() - begun);
                callback.done(sync);
            });
        }
    }
}

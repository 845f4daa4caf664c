package dev.aftertalk.care.rehearse;

import dev.aftertalk.rehearsal.Action;
import dev.aftertalk.settings.Durations;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.SagaDefinition;
import org.apache.camel.model.SamplingDefinition;
import org.apache.camel.model.loadbalancer.FailoverLoadBalancerDefinition;
import org.apache.camel.model.loadbalancer.TopicLoadBalancerDefinition;
import org.apache.camel.processor.AbstractThrottler;
import org.apache.camel.processor.Delayer;
import org.apache.camel.processor.TotalRequestsThrottler;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Steps as a rehearsal takes them, wherever they stand: one that waits is told and not waited for; one of which a rehearsal can't say what it would
 * come to has the run count as not rehearsed, also where the workflow forgives it; and no run goes on for ever.
 */
final class RehearsedSteps implements InterceptStrategy {

    private final Told told;

    RehearsedSteps(Told told) {
        this.told = told;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new DelegateAsyncProcessor(rehearsed(definition, target, nextTarget == null ? target : nextTarget)) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                try {
                    told.step(exchange);
                } catch (RuntimeException e) {
                    exchange.setException(e);
                    callback.done(true);
                    return true;
                }
                return super.process(exchange, callback);
            }
        };
    }

    /** @param own what does the step, maybe within the target */
    private Processor rehearsed(NamedNode step, Processor target, Processor own) {
        String why = whyNot(step);
        if (why != null) {
            return exchange -> {
                throw told.cannot(exchange, step.getShortName() + " " + why);
            };
        }
        if (own instanceof Delayer delayer) {
            return new DelegateAsyncProcessor(delayer.getProcessor()) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    tell(exchange, delayer);
                    return super.process(exchange, callback);
                }
            };
        }
        return own instanceof AbstractThrottler throttler ? exchange -> tell(exchange, throttler) : target;
    }

    /** Null for a step that is rehearsed. */
    private static String whyNot(NamedNode step) {
        if (step instanceof PollEnrichDefinition || step instanceof PollDefinition) {
            return "takes something from elsewhere, which could change it";
        }
        if (step instanceof AggregateDefinition || step instanceof ResequenceDefinition) {
            return "gathers what several events bring, and each is rehearsed by itself";
        }
        if (step instanceof SagaDefinition) {
            return "goes on after the run has ended";
        }
        if (step instanceof SamplingDefinition) {
            return "goes by the time at which events come";
        }
        return step instanceof LoadBalanceDefinition balance && isByTurns(balance)
                ? "goes by what came before, or by chance"
                : null;
    }

    private static boolean isByTurns(LoadBalanceDefinition balance) {
        return !(balance.getLoadBalancerType() instanceof TopicLoadBalancerDefinition)
                && !(balance.getLoadBalancerType() instanceof FailoverLoadBalancerDefinition failover
                        && !"true".equals(failover.getRoundRobin()));
    }

    private void tell(Exchange exchange, Delayer delayer) {
        Long millis = delayer.getDelay() == null ? null : delayer.getDelay().evaluate(exchange, Long.class);
        if (millis != null && millis > 0) {
            told.record(exchange, new Action("Waits " + Durations.write(Duration.ofMillis(millis)), Map.of()));
        }
    }

    private void tell(Exchange exchange, AbstractThrottler throttler) {
        Long most = throttler.getMaximumRequestsExpression().evaluate(exchange, Long.class);
        String pace = throttler instanceof TotalRequestsThrottler total
                ? "every " + Durations.write(Duration.ofMillis(total.getTimePeriodMillis()))
                : "at once";
        told.record(exchange, new Action("Waits for its turn: " + most + " " + pace, Map.of()));
    }
}

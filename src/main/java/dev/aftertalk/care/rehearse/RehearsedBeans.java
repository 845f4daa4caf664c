package dev.aftertalk.care.rehearse;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;
import org.apache.camel.spi.AggregationRepository;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.DefaultRegistry;

/** The beans of a rehearsal: what stands in, what only reads as the settings say, and what Camel needs for itself. All others are refused. */
final class RehearsedBeans extends DefaultRegistry {

    private final Map<String, Object> standIns;
    private final Set<String> reading;
    private final Told told;
    private final Map<String, Object> memories = new ConcurrentHashMap<>();

    /**
     * @param standIns by name
     * @param reading names of beans that may be called
     * @param all where they are
     * @param told knows which run an exchange is of
     */
    RehearsedBeans(Map<String, Object> standIns, Set<String> reading, BeanRepository all, Told told) {
        super(all);
        this.told = told;
        this.standIns = standIns;
        this.reading = reading;
    }

    @Override
    public Object lookupByName(String name) {
        Object standIn = standIns.get(name);
        return standIn != null ? standIn : allowed(name, super.lookupByName(name), Object.class);
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        Object standIn = standIns.get(name);
        if (standIn != null) {
            return type.isInstance(standIn) ? type.cast(standIn) : null;
        }
        return allowed(name, super.lookupByNameAndType(name, type), type);
    }

    private <T> T allowed(String name, T bean, Class<T> wanted) {
        if (bean instanceof Component) {
            return null; // made anew: one that acts has its stand-in
        }
        if (bean instanceof IdempotentRepository) {
            return type(wanted, own(name, () -> new OfOneRun(told)));
        }
        if (bean instanceof AggregationRepository) {
            return type(wanted, own(name, MemoryAggregationRepository::new));
        }
        if (bean == null || !isCalled(bean, wanted) || reading.contains(name) || isOfCamel(bean)) {
            return bean;
        }
        throw new IllegalArgumentException("the bean '" + name
                + "' can't be called in a rehearsal, since nobody knows whether it acts; when it only reads or computes, name it in"
                + " routes.rehearsed-beans");
    }

    /** One that forgets: what a rehearsal put into the real one, no event would be worked on for again. */
    private Object own(String name, Supplier<Object> made) {
        return memories.computeIfAbsent(name, each -> made.get());
    }

    private static <T> T type(Class<T> wanted, Object bean) {
        return wanted.isInstance(bean) ? wanted.cast(bean) : null;
    }

    private static boolean isCalled(Object bean, Class<?> wanted) {
        return wanted == Object.class
                || isCallable(bean)
                || bean instanceof Expression
                || bean instanceof Predicate
                || bean instanceof AggregationStrategy;
    }

    private static boolean isCallable(Object bean) {
        return bean instanceof Processor || bean instanceof Endpoint;
    }

    /** A data format, a language and so on. A processor may do anything. */
    private static boolean isOfCamel(Object bean) {
        return bean.getClass().getName().startsWith("org.apache.camel.") && !isCallable(bean);
    }

    /** Knows what came before in the same run alone: what other events brought would depend on which of them comes first here. */
    private record OfOneRun(Told told) implements IdempotentRepository {

        @Override
        public boolean add(Exchange exchange, String key) {
            return told.isNew(exchange, key);
        }

        @Override
        public boolean add(String key) {
            return true;
        }

        @Override
        public boolean contains(String key) {
            return false;
        }

        @Override
        public boolean remove(String key) {
            return false;
        }

        @Override
        public boolean confirm(String key) {
            return true;
        }

        @Override
        public void clear() {}

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }
}

package dev.aftertalk.care.rehearse;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Component;
import org.apache.camel.Processor;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;
import org.apache.camel.spi.AggregationRepository;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;

/** The beans of a rehearsal: what stands in, what only reads as the settings say, and what Camel needs for itself. All others are refused. */
final class RehearsedBeans extends DefaultRegistry {

    private final Map<String, Object> standIns;
    private final Set<String> reading;
    private final Map<String, Object> memories = new ConcurrentHashMap<>();

    /**
     * @param standIns by name
     * @param reading names of beans that may be called
     * @param all where they are
     */
    RehearsedBeans(Map<String, Object> standIns, Set<String> reading, BeanRepository all) {
        super(all);
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
            return type(wanted, own(name, MemoryIdempotentRepository::new));
        }
        if (bean instanceof AggregationRepository) {
            return type(wanted, own(name, MemoryAggregationRepository::new));
        }
        boolean called = wanted == Object.class || wanted == Processor.class;
        if (bean == null || !called || reading.contains(name) || isOfCamel(bean.getClass())) {
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

    /** A data format, a language and so on. A processor may do anything. */
    private static boolean isOfCamel(Class<?> type) {
        return !Processor.class.isAssignableFrom(type)
                && Stream.<Class<?>>iterate(type, each -> each != null, Class::getSuperclass)
                        .flatMap(each -> Stream.of(each.getInterfaces()))
                        .anyMatch(each -> each.getName().startsWith("org.apache.camel."));
    }
}

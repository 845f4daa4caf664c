package dev.aftertalk.deploy.check;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.util.ClassUtils;

/** The beans of a server. */
public final class RunningBeans implements KnownBeans {

    private final ListableBeanFactory beans;

    public RunningBeans(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>(Set.of(beans.getBeanDefinitionNames()));
        for (String each : Set.copyOf(names)) {
            names.addAll(Set.of(beans.getAliases(each)));
        }
        return names;
    }

    @Override
    public Optional<Class<?>> type(String name) {
        try {
            return Optional.ofNullable(beans.getType(name, false)).map(ClassUtils::getUserClass);
        } catch (NoSuchBeanDefinitionException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isComplete() {
        return true;
    }
}

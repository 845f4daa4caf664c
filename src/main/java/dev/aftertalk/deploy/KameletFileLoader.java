package dev.aftertalk.deploy;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.KameletRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.snakeyaml.engine.v2.nodes.Node;

/** Camel's reader of kamelets, that is given what they mean. */
final class KameletFileLoader extends KameletRoutesBuilderLoader {

    @Override
    protected RouteBuilder builder(YamlDeserializationContext context, Node root) {
        RouteFileText.meant(root, context.getCamelContext());
        return super.builder(context, root);
    }
}

#include "frontend/synonyms.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* What to write instead: a word of ours, or a sentence. */
#define WRITE(word) word, "write '" word "'"
#define SAY(sentence) NULL, sentence

typedef struct Synonym {
    const char *words; /* small letters without _, apart by blanks; the first row counts */
    const char *ours; /* NULL: no one word of ours says it */
    const char *hint;
} Synonym;

/* Words of Keras, PyTorch and plain English. */
static const Synonym synonyms[] = {
    /* layers */
    {"conv2d convolution convolution2d", WRITE("conv")},
    {"separableconv2d separableconvolution2d sepconv", WRITE("separable_conv")},
    {"depthwiseconv2d depthwiseconvolution2d", WRITE("depthwise_conv")},
    {"dense linear fullyconnected fc", WRITE("dense")},
    {"relu", WRITE("relu")},
    {"sigmoid logistic", WRITE("sigmoid")},
    {"leakyrelu", WRITE("leaky_relu")},
    {"silu swish", WRITE("silu")},
    {"hardswish hardsilu", WRITE("hard_swish")},
    {"hardsigmoid", WRITE("hard_sigmoid")},
    {"maxvalue", SAY("'relu6' is a layer of its own")},
    {"negativeslope", SAY("'leaky_relu' is a layer of its own")},
    {"batchnormalization batchnorm2d bn", WRITE("batch_norm")},
    {"maxpool2d maxpooling maxpooling2d", WRITE("max_pool")},
    {"avgpool avgpool2d avgpooling averagepooling averagepooling2d", WRITE("average_pool")},
    {"globalaveragepooling2d globalaveragepooling globalavgpool globalavgpool2d adaptiveavgpool2d "
     "adaptiveaveragepooling2d gap",
        WRITE("global_average_pool")},
    {"globalmaxpooling2d globalmaxpooling globalmaxpool2d adaptivemaxpool2d adaptivemaxpooling2d",
        WRITE("global_max_pool")},
    {"concatenate cat", WRITE("concat")},
    {"merge", SAY("write 'add' or 'concat'")},
    {"residual shortcut", SAY("write 'add: [[layers], identity]'")},
    {"softmax", WRITE("softmax")},
    {"flatten", WRITE("flatten")},
    {"dropout", WRITE("dropout")},
    {"add", WRITE("add")},
    {"multiply", WRITE("multiply")},
    {"identity skip", WRITE("identity")},
    {"logsoftmax", SAY("write 'softmax': the loss is computed from what enters it")},
    {"activation", SAY("activations are layers of their own, '- relu', and an argument of 'conv' "
                       "and 'dense'")},
    {"zeropadding2d", SAY("the next layer's 'padding' takes n or [top, bottom, left, right]")},
    {"inputshape inputlayer", SAY("write 'input: {shape: [height, width, channels]}' at the top")},
    {"rescaling normalization normalize",
        SAY("write 'input: {mean: ..., std: ...}' at the top; they are of the raw bytes")},
    {"randomflip randomhorizontalflip", SAY("write 'training: {augment: {horizontal_flip: 0.5}}'")},
    {"randomtranslation", SAY("write 'training: {augment: {shift: {height: x, width: y}}}'")},
    {"randomcrop", SAY("write 'training: {augment: {pad_and_crop: pixels}}'")},
    {"randomerasing", SAY("write 'training: {augment: {cutout: side}}', one square an image")},

    /* initializers */
    {"heuniform kaiminguniform", WRITE("he_uniform")},
    {"henormal kaimingnormal", WRITE("he_normal")},
    {"glorotuniform xavieruniform", WRITE("glorot_uniform")},
    {"glorotnormal xaviernormal", WRITE("glorot_normal")},
    {"lecununiform", WRITE("lecun_uniform")},
    {"lecunnormal", WRITE("lecun_normal")},
    {"randomuniform", WRITE("uniform")},
    {"randomnormal", WRITE("normal")},
    {"truncatednormal truncnormal", WRITE("truncated_normal")},

    /* layers that are not there */
    {"prelu selu celu mish hardtanh logsigmoid softplus softsign sparsemax sparseplus "
     "sparsesigmoid squareplus *shrink "
     "exponential glu threshold",
        SAY("the activations are relu, relu6, leaky_relu, elu, sigmoid, hard_sigmoid, tanh, silu, "
            "hard_swish, gelu and, at the end, softmax")},
    {"*1d *3d *1dtranspose *3dtranspose rnn lstm lstmcell convlstm2d gru grucell simplernn "
     "simplernncell stackedrnncells bidirectional timedistributed masking embedding *embedding "
     "attention *attention textvectorization *lookup hashing hashedcrossing categoryencoding "
     "discretization *spectrogram maxnumboundingboxes",
        SAY("images only: no sequences, no volumes, no texts")},
    {"layernorm groupnorm instancenorm instancenorm2d rmsnorm localresponsenorm lrn *normalization",
        SAY("the one normalisation is batch_norm")},
    {"*2dtranspose convtranspose2d transposedconv deconv upsampling2d upsample pixelshuffle",
        SAY("no layer makes a map larger")},
    {"random* *flip colorjitter randaugment augmix mixup cutmix autocontrast equalization "
     "*equalization solarization rotation zoom brightness pipeline",
        SAY("'augment' has shift, pad_and_crop, horizontal_flip and cutout")},
    {"dropout2d spatialdropout* alphadropout gaussian* dropblock droppath stochasticdepth",
        SAY("'dropout' zeroes single values, and 'augment' has cutout")},
    {"reshape permute repeatvector cropping2d",
        SAY("only 'flatten', convolutions and pools change a shape")},
    {"resizing resize centercrop", SAY("'xceptc data pack --size' brings images to one size")},
    {"average subtract maximum minimum dot", SAY("branches meet in 'add', 'multiply' or 'concat'")},
    {"lambda einsumdense bilinear inputspec wrapper torchmodulewrapper flaxlayer jaxlayer "
     "tfsmlayer",
        SAY("'xceptc help language' lists the layers")},

    /* arguments */
    {"strides", WRITE("stride")},
    {"kernelsize", WRITE("kernel")},
    {"poolsize", WRITE("size")},
    {"usebias", WRITE("bias")},
    {"dilationrate", WRITE("dilation")},
    {"numfilters outchannels channels", WRITE("filters")},
    {"outfeatures", WRITE("units")},
    {"inchannels infeatures numfeatures",
        SAY("not to be said: it is the number of channels that enter")},
    {"pad", WRITE("padding")},
    {"eps", WRITE("epsilon")},
    {"p", WRITE("rate")},
    {"center affine", SAY("beta and gamma are always there, and trained")},
    {"scale", SAY("gamma is always trained; images are scaled by 'std' of 'input'")},
    {"trainable frozen requiresgrad", SAY("every layer is trained")},
    {"depthmultiplier", SAY("the depth multiplier is always 1")},
    {"axis", SAY("the axis is always that of the channels")},
    {"dataformat", SAY("maps are always height, width, channels")},
    {"dtype", SAY("all is single precision; 'build --double' is for checks")},
    {"keepdims", SAY("not needed: 'multiply' takes a vector and a map")},
    {"seed", SAY("the seed is the run's: 'train --seed'")},
    {"*constraint activityregularizer activityregularization",
        SAY("there are no constraints; kernels and biases have regularizers")},

    /* the recipe */
    {"beta1", WRITE("beta1")},
    {"beta2", WRITE("beta2")},
    {"lr", WRITE("learning_rate")},
    {"batch", WRITE("batch_size")},
    {"cosinedecay cosineannealinglr", WRITE("cosine")},
    {"onecyclelr", WRITE("one_cycle")},
    {"piecewiseconstantdecay steplr multisteplr", WRITE("steps")},
    {"exponentialdecay exponentiallr polynomialdecay inversetimedecay cosinedecayrestarts lambdalr",
        SAY("'learning_rate: {steps: ...}' with a rate for every epoch says it")},
    {"reducelronplateau earlystopping",
        SAY("a schedule is known beforehand, and the best weights are kept")},
    {"weightdecay", SAY("write 'kernel_regularizer: {l2: x}', or optimizer adamw")},
    {"decay", SAY("write 'learning_rate: {steps: ...}', {cosine: ...} or {one_cycle: ...}")},
    {"clipnorm clipvalue globalclipnorm amsgrad", SAY("gradients are taken as they are")},
    {"rmsprop nadam radam adamax adagrad adadelta adafactor ftrl lion lamb muon *optimizer "
     "schedulefreeadamw",
        SAY("sgd, adam or adamw")},
    {"crossentropy categoricalcrossentropy sparsecategoricalcrossentropy crossentropyloss nllloss",
        WRITE("categorical_crossentropy")},
    {"mse mae *error *crossentropy hinge *hinge focalloss huber kldivergence logcosh poisson ctc "
     "cosinesimilarity circle dice tversky",
        SAY("the loss is categorical_crossentropy")},
    {"metrics", SAY("always accuracy, cross-entropy and loss; 'evaluate --classes' tells more")},

    /* the file */
    {"variables vars", WRITE("set")},
    {"params", SAY("write 'set' or 'arguments'")},
    {"args", WRITE("arguments")},
    {"model body", WRITE("layers")},
    {"description", WRITE("about")},
    {"include import", WRITE("extends")},
    {"for loop", WRITE("repeat")},
    {"n count", WRITE("times")},
    {"when", WRITE("if")},
    {"id", WRITE("name")},
};

/* A star at its start or its end stands for one letter or more. */
static bool matches(const char *pattern, size_t length, const char *word)
{
    size_t word_length = strlen(word);
    if (pattern[0] == '*')
        return word_length >= length &&
               strncmp(word + word_length - (length - 1), pattern + 1, length - 1) == 0;
    if (pattern[length - 1] == '*')
        return word_length >= length && strncmp(word, pattern, length - 1) == 0;
    return word_length == length && strncmp(word, pattern, length) == 0;
}

static bool has_word(const char *words, const char *word)
{
    for (const char *p = words; *p;) {
        size_t length = strcspn(p, " ");
        if (matches(p, length, word))
            return true;
        p += length + strspn(p + length, " ");
    }
    return false;
}

enum { LONGEST_WORD = 64 };

/* In small letters and without _; of "nn.Conv2d" and "tf.keras.layers.Conv2D" the last part. */
static void simplify(const char *word, char simple[LONGEST_WORD])
{
    const char *dot = strrchr(word, '.');
    size_t length = 0;
    for (const char *p = dot ? dot + 1 : word; *p && length + 1 < LONGEST_WORD; p++)
        if (*p != '_')
            simple[length++] = (char)tolower((unsigned char)*p);
    simple[length] = '\0';
}

static const Synonym *find_synonym(const char *word)
{
    char simple[LONGEST_WORD];
    simplify(word, simple);
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
        if (simple[0] && has_word(synonyms[i].words, simple))
            return &synonyms[i];
    return NULL;
}

const char *synonym_hint(const char *word)
{
    const Synonym *synonym = find_synonym(word);
    return synonym ? synonym->hint : NULL;
}

const char *synonym_word(const char *word)
{
    const Synonym *synonym = find_synonym(word);
    return synonym ? synonym->ours : NULL;
}

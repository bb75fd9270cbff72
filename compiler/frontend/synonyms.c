#include "frontend/synonyms.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* What to write instead: a word of ours, or a sentence. */
#define WRITE(word) WRITE_BESIDE(word, NULL)
#define SAY(sentence) SAY_BESIDE(sentence, NULL)
/* Only where a word of ours may stand too. */
#define WRITE_BESIDE(word, beside) word, "write '" word "'", beside
#define SAY_BESIDE(sentence, beside) NULL, sentence, beside
/* Words that stand where layers, activations, keys of the recipe and of its rate do. */
#define LAYERS "batch_norm"
#define ACTIVATIONS "relu"
#define RECIPE "batch_size"
#define RATE "warm_up"

typedef struct Synonym {
    const char
        *words; /* small letters without _, apart by blanks; the first row that fits counts */
    const char *ours; /* NULL: no one word of ours says it */
    const char *hint;
    const char *beside; /* only where this word of ours may stand too; NULL: anywhere */
} Synonym;

/* Words of Keras, PyTorch and plain English. */
static const Synonym synonyms[] = {
    /* what depends on where it stands */
    {"size window", WRITE_BESIDE("kernel", "kernel")},
    {"kernel kernelsize window", WRITE_BESIDE("size", "size")},
    {"filters features outfeatures", WRITE_BESIDE("units", "units")},
    {"units", WRITE_BESIDE("filters", "filters")},
    {"decay", WRITE_BESIDE("momentum", "momentum")},
    {"l1", SAY_BESIDE("write 'kernel_regularizer: {l1: x}'", "kernel_regularizer")},
    {"l2 regularizer weightdecay",
        SAY_BESIDE("write 'kernel_regularizer: {l2: x}'", "kernel_regularizer")},
    {"l1", SAY_BESIDE("write 'depthwise_regularizer: {l1: x}'", "depthwise_regularizer")},
    {"l2 regularizer weightdecay",
        SAY_BESIDE("write 'depthwise_regularizer: {l2: x}'", "depthwise_regularizer")},
    {"weightdecay", SAY_BESIDE("write 'optimizer: {adamw: {weight_decay: x}}'", "beta1")},
    {"exponential polynomial inversetime linear lambda function",
        SAY_BESIDE("write 'steps' with a rate for every epoch, 'cosine' or 'one_cycle'", RATE)},
    {"constant", SAY_BESIDE("a number alone is a constant rate", RATE)},
    {"cosineannealing", WRITE_BESIDE("cosine", RATE)},
    {"momentum nesterov",
        SAY_BESIDE("write 'optimizer: {sgd: {momentum: 0.9, nesterov: true}}'", RECIPE)},
    {"l2 regularizer",
        SAY_BESIDE("write 'kernel_regularizer: {l2: x}' at layers, or under 'defaults'", RECIPE)},
    {"warmup warmupsteps warmupepochs scheduler schedule lrscheduler",
        SAY_BESIDE("write 'learning_rate: {cosine: {rate: x}, warm_up: epochs}'", RECIPE)},
    {"flip shift crop cutout horizontalflip padandcrop augmentation",
        SAY_BESIDE("write it under 'augment'", RECIPE)},
    {"clip gradclip gradientclipping", SAY_BESIDE("gradients are taken as they are", RECIPE)},
    {"width height", SAY_BESIDE("write it under 'shift'", "cutout")},

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
    {"zeropadding2d", WRITE("zero_padding")},
    {"input inputshape inputlayer",
        SAY("write 'input: {shape: [height, width, channels]}' at the top")},
    {"rescaling normalization normalize",
        SAY("write 'input: {mean: ..., std: ...}' at the top; they are of the raw bytes")},
    {"randomflip randomhorizontalflip", SAY("write 'training: {augment: {horizontal_flip: 0.5}}'")},
    {"randomtranslation", SAY("write 'training: {augment: {shift: {height: x, width: y}}}'")},
    {"randomcrop", SAY("write 'training: {augment: {pad_and_crop: pixels}}'")},
    {"randomerasing", SAY("write 'training: {augment: {cutout: side}}', one square an image")},

    /* initializers */
    {"zeros", WRITE("zeros")},
    {"ones", WRITE("ones")},
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
        SAY_BESIDE(
            "the activations are relu, relu6, leaky_relu, elu, sigmoid, hard_sigmoid, tanh, silu, "
            "hard_swish, gelu and, at the end, softmax",
            ACTIVATIONS)},
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
    {"dilationrate dilation", SAY("the dilation is always 1")},
    {"betaregularizer gammaregularizer", SAY("kernels and biases have regularizers")},
    {"threshold", SAY("'relu' begins at 0")},
    {"numfilters outchannels channels", WRITE("filters")},
    {"outfeatures", WRITE("units")},
    {"inchannels infeatures numfeatures",
        SAY("not to be said: it is the number of channels that enter")},
    {"pad", WRITE("padding")},
    {"eps", WRITE("epsilon")},
    {"p", WRITE("rate")},
    {"affine", SAY("write 'center: false, scale: false' for a batch_norm without beta and gamma")},
    {"scale", SAY("images are scaled by 'std' of 'input'")},
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
    {"sgd", WRITE("sgd")},
    {"adam", WRITE("adam")},
    {"adamw", WRITE("adamw")},
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

    {"useema emamomentum emaoverwritefrequency ema swapemaweights",
        SAY("there is no average of weights; the best are kept")},
    {"lossscalefactor lossscaleoptimizer autoscaleloss mixedprecision amp",
        SAY("not needed: all is single precision")},
    {"gradientaccumulationsteps accumulate", SAY("a larger 'batch_size' does the same")},
    {"classweight sampleweight lossweights weightedmetrics",
        SAY("every image weighs the same, and there is one output")},
    {"validationsplit validationdata", WRITE("validation")},
    {"validationfreq", SAY("'train --validate-every N'")},
    {"validationsteps validationbatchsize stepsperepoch stepsperexecution steps maxsteps",
        SAY("always all images; 'train --steps' ends a run early")},
    {"initialepoch", SAY("'train --resume' goes on where a run stopped")},
    {"shuffle", SAY("training images are always mixed, anew in each epoch")},
    {"verbose", SAY("'train --quiet' and 'train --json' say what is printed")},
    {"runeagerly jitcompile", SAY("always compiled")},
    {"numworkers workers nproc", SAY("'train --threads N'")},
    {"device gpu gpus cuda accelerator",
        SAY("the program runs on processors; 'train --threads' says on how many")},
    {"tensorboard lambdacallback remotemonitor callbacks callback wandb mlflow history",
        SAY("'train --json' prints a line for every step and epoch, and runs keep CSV files")},
    {"modelcheckpoint orbaxcheckpoint backupandrestore csvlogger progbarlogger",
        SAY("runs always keep last and best weights, a log and CSV files")},
    {"terminateonnan", SAY("'train --on-nan stop'")},
    {"learningratescheduler", SAY("write 'learning_rate: {steps: {epoch: rate, ...}}'")},
    {"patience monitor mindelta baseline startfromepoch restorebestweights cooldown factor minlr",
        SAY("a run goes to its last epoch, and the best weights are kept")},
    {"decaysteps tmax", SAY("a schedule always lasts to the end of the training")},
    {"mode initialvaluethreshold savefreq saveweightsonly savebestonly",
        SAY("last and best weights are always kept; best is the highest validation accuracy")},
    {"layerrange linelength positions printfn", SAY("'xceptc summary --json' has every layer")},
    {"ignoreclass", SAY("every image counts")},
    {"reduction", SAY("always the mean over the batch")},
    {"fromlogits",
        SAY("the model ends in 'softmax', and the loss is computed from what enters it")},

    /* metrics and others */
    {"accuracy categoricalaccuracy sparsecategoricalaccuracy mean acc",
        SAY("accuracy is always told")},
    {"precision recall", SAY("'evaluate --classes' tells it of each class")},
    {"truepositives falsepositives truenegatives falsenegatives f1score fbetascore",
        SAY("'evaluate --confusion' has the numbers to compute it from")},
    {"topk* sparsetopk* binaryaccuracy auc *atrecall *atprecision *atspecificity *atsensitivity "
     "iou "
     "*iou r2score *correlation sum",
        SAY("'NAME_evaluate' of the generated C gives the probabilities to compute it from")},
    {"maxnorm minmaxnorm nonneg unitnorm",
        SAY("there are no constraints; l1 and l2 penalties are")},
    {"orthogonal identityinitializer stft variancescaling",
        SAY("the initializers are zeros, ones, constant, uniform, normal, truncated_normal, and "
            "glorot_, he_ and lecun_ with uniform or normal")},
    {"orthogonalregularizer l1l2", SAY("regularizers are {l1: x, l2: y}")},
    {"loraenabled lorarank loraalpha quantizationconfig",
        SAY("weights are trained whole, in single precision")},
    {"noiseshape", SAY("every number is dropped for itself")},
    {"renorm renormclipping renormmomentum synchronized movingmeaninitializer "
     "movingvarianceinitializer",
        SAY("the statistics are those of the whole batch, and start at mean 0 and variance 1")},
    {"plotmodel modeltodot", SAY("'xceptc graph'")},
    {"imagedatasetfromdirectory imagefolder dataloader imagedatagenerator",
        SAY("'xceptc data pack'")},
    {"tocategorical", SAY("not needed: data hold the number of each image's class")},
    {"setrandomseed manualseed", SAY("'train --seed'")},
    {"save saveweights export",
        SAY("runs keep checkpoints, and 'compile --standalone' the program")},
    {"tojson", SAY("'xceptc config --flat'")},
    {"trainonbatch predictonbatch",
        SAY("'NAME_train_step' and 'NAME_evaluate' of the generated C")},
    {"applications", SAY("'xceptc new --list' has the models; they come without weights")},
    {"layer", SAY_BESIDE("'blocks' put layers together; 'xceptc help language'", LAYERS)},
    {"sparse ragged optional tensor", SAY("the input is one batch of images")},
    {"invert samplewisecenter samplewisestdnormalization zcawhitening zcaepsilon "
     "featurewisecenter featurewisestdnormalization rescale",
        SAY("'input: {mean: ..., std: ...}' is all that is done to the bytes")},
    {"rotationrange shearrange zoomrange brightnessrange channelshiftrange verticalflip "
     "preprocessingfunction widthshiftrange heightshiftrange fillmode cval interpolation "
     "interpolationorder",
        SAY("'augment' has shift, pad_and_crop, horizontal_flip and cutout")},
    {"skipmismatch", SAY("names and shapes have to be those of the model")},

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

static bool is_known(const char *word, const char *const *known, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(known[i], word) == 0)
            return true;
    return false;
}

/* One word helps only where it may stand. Every layer has 'name' and 'if'. */
static bool fits(const Synonym *synonym, const char *const *known, size_t count)
{
    static const char *const everywhere[] = {"name", "if"};
    return (!synonym->beside || is_known(synonym->beside, known, count)) &&
           (!synonym->ours || is_known(synonym->ours, known, count) ||
               is_known(synonym->ours, everywhere, 2));
}

const char *synonym_where(const char *word, const char *const *known, size_t count)
{
    char simple[LONGEST_WORD];
    simplify(word, simple);
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
        if (simple[0] && has_word(synonyms[i].words, simple) && fits(&synonyms[i], known, count))
            return synonyms[i].hint;
    return NULL;
}

/* A row for anywhere, or else the first. */
static const Synonym *find_synonym(const char *word)
{
    char simple[LONGEST_WORD];
    const Synonym *first = NULL;
    simplify(word, simple);
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
        if (!simple[0] || !has_word(synonyms[i].words, simple))
            continue;
        if (!synonyms[i].beside)
            return &synonyms[i];
        first = first ? first : &synonyms[i];
    }
    return first;
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
